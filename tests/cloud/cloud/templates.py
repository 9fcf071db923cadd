"""What is said otherwise in a synthesised template before the emulator gets it, since it would misread or refuse it.

infra/ says what AWS is to have, and nothing of it is changed for the sake of an emulator, so that all of this stands
here. `limits.py` names it.
"""

import json
from pathlib import Path
from typing import Any

Json = Any


def adapt(file: Path) -> None:
    """Rewrites a template, in which resources stay what they are."""
    template = json.loads(file.read_text())
    resources = template.get("Resources", {})
    _take_out_refused(resources)
    _spell_cors(resources)
    secrets = {name for name, resource in resources.items() if resource["Type"] == "AWS::SecretsManager::Secret"}
    file.write_text(json.dumps(_name_by_arn(template, secrets)))


def _take_out_refused(resources: Json) -> None:
    """Takes out what the emulator does not know: with one of these, it refuses the whole stack."""
    for name in [name for name, resource in resources.items() if _is_refused(resource)]:
        del resources[name]


def _is_refused(resource: Json) -> bool:
    if resource["Type"] == "AWS::CloudWatch::Alarm":
        # It knows alarms on one metric.
        return "Metrics" in resource["Properties"]
    return bool(resource["Type"] == "AWS::SecretsManager::ResourcePolicy")


def _spell_cors(resources: Json) -> None:
    """Spells what pages may do as API Gateway spells it, not as CloudFormation does: the emulator hands it on as it
    is, and then finds nothing."""
    for resource in resources.values():
        if resource["Type"] == "AWS::ApiGatewayV2::Api":
            cors = resource["Properties"]["CorsConfiguration"]
            resource["Properties"]["CorsConfiguration"] = {key[0].lower() + key[1:]: cors[key] for key in cors}


def _name_by_arn(part: Json, secrets: set[str]) -> Json:
    """Asks for the ARN of a secret where a part of a template refers to one: to AWS this is the same, and to the
    emulator a reference is the name, which no policy can allow."""
    match part:
        case {"Ref": str(name)} if name in secrets:
            return {"Fn::GetAtt": [name, "Id"]}
        case dict():
            return {key: _name_by_arn(value, secrets) for key, value in part.items()}
        case list():
            return [_name_by_arn(value, secrets) for value in part]
    return part
