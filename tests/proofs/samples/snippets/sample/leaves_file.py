"""It forgets a file."""
# needs: nothing
# break: delete=False => delete=True

import tempfile

tempfile.NamedTemporaryFile(prefix="forgotten-", delete=False).close()
