"""The bundle that `runc spec` writes, run by this container and by runc 1.1, leads to the same
values in all fields compared."""
# needs: runc
# break: differences(ours, runc) => differences(less, runc)
# masks: count

# --8<-- [start:proof]
import tempfile
from pathlib import Path

from snippets.runtime.observe import differences
from snippets.runtime.parity import by_runc, by_us, make_bundle

with tempfile.TemporaryDirectory() as folder:
    bundle = make_bundle(Path(folder))  # busybox, and the config.json that `runc spec` writes
    with by_runc(bundle) as runc, by_us(bundle) as ours:
        pass  # both are running now; what the kernel says of them has been read
    with by_us(bundle, without="no_new_privileges") as less:
        pass

print("fields compared:", len(runc.keys() | ours.keys()))
different = differences(ours, runc)
print("different:", different or "none")
assert different == []
# --8<-- [end:proof]

# --8<-- [start:control]
lost = differences(less, ours)
print("different if no_new_privs is left out:", lost)
assert lost == [("status NoNewPrivs", "0", "1")]
# --8<-- [end:control]
