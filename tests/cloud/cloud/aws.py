"""Clients of AWS that know where the emulator is."""

from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from .emulator import REGION

# boto3 makes its clients from data, so that they have no types that could be named here.
Client = Any


class Aws:
    """Makes clients, as an administrator of the emulated account."""

    def __init__(self, url: str, authority: Path) -> None:
        self._url, self._authority = url, authority
        self._session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)

    def client(self, service: str) -> Client:
        config = Config(retries={"max_attempts": 2}, read_timeout=60)
        return self._session.client(service, endpoint_url=self._url, verify=str(self._authority), config=config)
