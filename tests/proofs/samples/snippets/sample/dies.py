"""It ends by a signal."""
# needs: nothing
# break: SIGSEGV => SIGTERM

import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)
