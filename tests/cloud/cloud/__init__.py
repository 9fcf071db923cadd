"""Deploys QuizCraft to an emulator of AWS and plays games there.

`python -m cloud --target FOLDER --architecture NAME` starts the emulator and an identity provider on loopback, deploys
infra/ with CDK, runs the checks, and stops everything. The last checks add language models to the configuration, whose
replies are scripted.

The emulator is ministack. `limits.py` lists its differences from AWS, which every run prints.
"""
