# Reads a log of LAVA as PyYAML does and prints what came from the console. The quotes of the console carry a backslash there.
import sys
import yaml

for line in yaml.load(sys.stdin.buffer, Loader=yaml.CSafeLoader) or []:
    if line["lvl"] in ("target", "feedback"):
        print(line["msg"].replace('\\"', '"'))
