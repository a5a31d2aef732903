# As sitecustomize.py: two places of the dispatcher are fixed and belong to the machine, where its jobs' files are and where it reads of the coordinator. Here they are below LAVA_PLACES.
import builtins
import os

places = os.environ.get("LAVA_PLACES")
if places:
    import lava_common.constants

    lava_common.constants.DISPATCHER_DOWNLOAD_DIR = os.path.join(places, "jobs")
    fixed, ours = "/etc/lava-coordinator/lava-coordinator.conf", os.path.join(places, "lava-coordinator.conf")
    open_file, exists = builtins.open, os.path.exists
    builtins.open = lambda name, *more, **named: open_file(ours if name == fixed else name, *more, **named)
    os.path.exists = lambda name: exists(ours if name == fixed else name)
