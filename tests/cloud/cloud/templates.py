"""Adapts synthesised templates to the emulator, which would misread or reject them.

infra/ describes what AWS receives and contains no workarounds for the emulator. `limits.py` lists these.
"""

import json
from pathlib import Path
from typing import Any

Json = Any

_UNSUPPORTED = (
    "AWS::Budgets::Budget",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Logs::QueryDefinition",
    "AWS::SecretsManager::ResourcePolicy",
)


def adapt(file: Path) -> None:
    """Rewrites a template in place."""
    template = json.loads(file.read_text())
    resources = template.get("Resources", {})
    _remove_unsupported(resources)
    _rename_cors_properties(resources)
    secrets = {name for name, resource in resources.items() if resource["Type"] == "AWS::SecretsManager::Secret"}
    file.write_text(json.dumps(_allow_converse(_replace_refs_by_arns(template, secrets))))


def _remove_unsupported(resources: Json) -> None:
    """Removes unsupported resources, because the emulator rejects a whole stack with one of them."""
    for name in [name for name, resource in resources.items() if _is_unsupported(resource)]:
        del resources[name]


def _is_unsupported(resource: Json) -> bool:
    if resource["Type"] == "AWS::CloudWatch::Alarm":
        # Only alarms on a single metric are supported.
        return "Metrics" in resource["Properties"]
    return resource["Type"] in _UNSUPPORTED


def _rename_cors_properties(resources: Json) -> None:
    """Renames the properties of CORS from CloudFormation's spelling to that of the API Gateway API, since the emulator
    passes them on unchanged and ignores unknown names."""
    for resource in resources.values():
        if resource["Type"] == "AWS::ApiGatewayV2::Api":
            cors = resource["Properties"]["CorsConfiguration"]
            resource["Properties"]["CorsConfiguration"] = {key[0].lower() + key[1:]: cors[key] for key in cors}


def _replace_refs_by_arns(part: Json, secrets: set[str]) -> Json:
    """Replaces references to secrets by their ARNs. On AWS both are the same; in the emulator a reference is the
    name, which no policy matches."""
    match part:
        case {"Ref": str(name)} if name in secrets:
            return {"Fn::GetAtt": [name, "Id"]}
        case dict():
            return {key: _replace_refs_by_arns(value, secrets) for key, value in part.items()}
        case list():
            return [_replace_refs_by_arns(value, secrets) for value in part]
    return part


def _allow_converse(part: Json) -> Json:
    """Allows the operation Converse of Bedrock by its own name, too. AWS checks it as the action InvokeModel, the
    emulator as an action that AWS does not have."""
    match part:
        case {"Action": "bedrock:InvokeModel"}:
            return {**part, "Action": ["bedrock:InvokeModel", "bedrock:Converse"]}
        case dict():
            return {key: _allow_converse(value) for key, value in part.items()}
        case list():
            return [_allow_converse(value) for value in part]
    return part
