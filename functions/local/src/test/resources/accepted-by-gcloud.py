"""Puts commands through the gcloud of this machine, one a line as a JSON array, as far as its check of flags.

It has no account, so the best that a command can come to is exit code 1 and the request to log in; a flag that is wrong
is exit code 2, and a value that it cannot read another message. All in one process, as each start of gcloud takes a
second. Usage: accepted-by-gcloud.py SDK_ROOT COMMANDS
"""

import json
import os
import sys

root = sys.argv[1]
sys.path.insert(0, os.path.join(root, "lib"))
sys.path.insert(0, os.path.join(root, "lib", "third_party"))
from googlecloudsdk import gcloud_main  # noqa: E402

cli = gcloud_main.CreateCLI([])
with open(sys.argv[2], encoding="utf-8") as commands:
    for line in commands:
        code = 0
        try:
            cli.Execute(json.loads(line)[1:])
        except SystemExit as ended:
            code = ended.code
        sys.stderr.flush()
        print("exit", code, flush=True)
