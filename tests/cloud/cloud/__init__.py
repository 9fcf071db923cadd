"""QuizCraft deployed to an emulator of AWS, and played there.

`python -m cloud --target FOLDER --architecture NAME` starts the emulator and an identity provider on loopback, has CDK
deploy there what infra/ describes, runs the checks, and takes everything down again.

The emulator is ministack. It is no AWS, and what it does otherwise stands in `limits.py`, which is printed
with every run.
"""
