"""The smoke test that the pipeline runs before the approval of prd."""

import json
import os
import subprocess

from harness import processes
from harness.report import expect

from ..configuration import INFRA, PAGES
from ..world import EMMY, World

# In seconds; far above the usual duration.
TIMEOUT = 120

# Resolves every name to loopback, as the other clients of these tests do, and adds the header that the emulator omits from
# its own 401.
PRELOADED = """
import dns from "node:dns";
const address = { address: "127.0.0.1", family: 4 };
dns.lookup = (name, options, done = options) =>
  process.nextTick(done, null, ...(options.all ? [[address]] : [address.address, address.family]));
const send = globalThis.fetch;
globalThis.fetch = async (...request) => {
  const response = await send(...request);
  return response.status === 401 ? new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } }) : response;
};
"""


def smoke_test_plays_a_game(world: World) -> None:
    request = {"url": f"{world.issuer.url}/token", "form": {"grant_type": "password", "username": EMMY}}
    environment = {
        "PATH": os.environ["PATH"],
        "NODE_EXTRA_CA_CERTS": str(world.emulator.certificates.authority),
        "TOKEN_REQUEST": json.dumps(request),
    }
    preloaded = world.cdk.folder / "preloaded.mjs"
    preloaded.write_text(PRELOADED)
    command = ["node", "--import", "tsx", "--import", str(preloaded), "bin/smoke-test.ts", world.site, PAGES]
    log = world.cdk.folder / "smoke-test.log"
    process = processes.start(command, INFRA, environment, log)
    try:
        status = process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        status = -1
    finally:
        processes.end(process)
    output = log.read_text(errors="replace")
    expect(status == 0, f"the smoke test exited with {status}:\n{output[-3000:]}")
    expect("a whole game was played" in output, f"expected a whole game:\n{output[-3000:]}")


CHECKS = (("the smoke test of the pipeline plays a whole game", smoke_test_plays_a_game),)
