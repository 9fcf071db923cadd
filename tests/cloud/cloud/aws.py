"""AWS clients for the endpoint of the emulator."""

from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from .emulator import REGION

# boto3 generates its clients at run time, so they have no static types.
Client = Any


class Aws:
    """Creates clients with the permissions of an administrator."""

    def __init__(self, url: str, authority: Path) -> None:
        self._url, self._authority = url, authority
        self._session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)

    def client(self, service: str) -> Client:
        config = Config(retries={"max_attempts": 2}, read_timeout=60)
        return self._session.client(service, endpoint_url=self._url, verify=str(self._authority), config=config)
