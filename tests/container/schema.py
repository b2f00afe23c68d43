"""The fields that the OCI runtime specification has in its config.json, and what becomes of each.

The names are those of the specification's config.md and config-linux.md, versions 1.0 to 1.3; a
list's members have their list's name. A test walks them all.
"""

# What this container does. ``test_schema`` looks at what it leads to.
BUILT = """
ociVersion annotations hostname
root.path root.readonly
process.terminal process.consoleSize.height process.consoleSize.width process.cwd process.env
process.args process.user.uid process.user.gid process.user.umask process.user.additionalGids
process.capabilities.bounding process.capabilities.permitted process.capabilities.effective
process.capabilities.inheritable process.capabilities.ambient
process.noNewPrivileges process.oomScoreAdj
process.rlimits.type process.rlimits.soft process.rlimits.hard
mounts.destination mounts.type mounts.source mounts.options
hooks.prestart.path hooks.prestart.args hooks.prestart.env hooks.prestart.timeout
hooks.createRuntime.path hooks.createRuntime.args hooks.createRuntime.env
hooks.createRuntime.timeout
hooks.createContainer.path hooks.createContainer.args hooks.createContainer.env
hooks.createContainer.timeout
hooks.startContainer.path hooks.startContainer.args hooks.startContainer.env
hooks.startContainer.timeout
hooks.poststart.path hooks.poststart.args hooks.poststart.env hooks.poststart.timeout
hooks.poststop.path hooks.poststop.args hooks.poststop.env hooks.poststop.timeout
linux.namespaces.type
linux.uidMappings.containerID linux.uidMappings.hostID linux.uidMappings.size
linux.gidMappings.containerID linux.gidMappings.hostID linux.gidMappings.size
linux.devices.type linux.devices.path linux.devices.major linux.devices.minor
linux.devices.fileMode linux.devices.uid linux.devices.gid
linux.resources.devices.allow linux.resources.devices.type linux.resources.devices.major
linux.resources.devices.minor linux.resources.devices.access
linux.resources.memory.limit linux.resources.memory.reservation linux.resources.memory.swap
linux.resources.cpu.shares linux.resources.cpu.quota linux.resources.cpu.period
linux.resources.cpu.cpus linux.resources.cpu.mems
linux.resources.pids.limit
linux.maskedPaths linux.readonlyPaths
"""

# What it refuses, each with a value that asks for it.
REFUSED = {
    "domainname": "here",
    "process.apparmorProfile": "docker-default",
    "process.selinuxLabel": "system_u:system_r:container_t:s0",
    "process.scheduler.policy": "SCHED_FIFO",
    "process.scheduler.nice": 5,
    "process.scheduler.priority": 1,
    "process.scheduler.flags": ["SCHED_FLAG_RESET_ON_FORK"],
    "process.scheduler.runtime": 1,
    "process.scheduler.deadline": 1,
    "process.scheduler.period": 1,
    "process.ioPriority.class": "IOPRIO_CLASS_IDLE",
    "process.ioPriority.priority": 4,
    "process.execCPUAffinity.initial": "0",
    "process.execCPUAffinity.final": "0",
    "mounts.uidMappings.containerID": 0,
    "mounts.uidMappings.hostID": 1000,
    "mounts.uidMappings.size": 1,
    "mounts.gidMappings.containerID": 0,
    "mounts.gidMappings.hostID": 1000,
    "mounts.gidMappings.size": 1,
    "linux.namespaces.path": "/proc/1/ns/net",
    "linux.netDevices.eth0.name": "inside",
    "linux.cgroupsPath": "/elsewhere",
    "linux.rootfsPropagation": "shared",
    "linux.mountLabel": "system_u:object_r:container_file_t:s0",
    "linux.sysctl.kernel": "1",
    "linux.seccomp.defaultAction": "SCMP_ACT_ERRNO",
    "linux.seccomp.defaultErrnoRet": 1,
    "linux.seccomp.architectures": ["SCMP_ARCH_X86_64"],
    "linux.seccomp.flags": ["SECCOMP_FILTER_FLAG_LOG"],
    "linux.seccomp.listenerPath": "/run/listener",
    "linux.seccomp.listenerMetadata": "words",
    "linux.seccomp.syscalls.names": ["mount"],
    "linux.seccomp.syscalls.action": "SCMP_ACT_ERRNO",
    "linux.seccomp.syscalls.errnoRet": 1,
    "linux.seccomp.syscalls.args.index": 0,
    "linux.seccomp.syscalls.args.value": 1,
    "linux.seccomp.syscalls.args.valueTwo": 1,
    "linux.seccomp.syscalls.args.op": "SCMP_CMP_EQ",
    "linux.intelRdt.closID": "group",
    "linux.intelRdt.schemata": ["L3:0=f"],
    "linux.intelRdt.l3CacheSchema": "L3:0=f",
    "linux.intelRdt.memBwSchema": "MB:0=20",
    "linux.intelRdt.enableMonitoring": True,
    "linux.intelRdt.enableCMT": True,
    "linux.intelRdt.enableMBM": True,
    "linux.memoryPolicy.mode": "MPOL_BIND",
    "linux.memoryPolicy.nodes": "0",
    "linux.memoryPolicy.flags": ["MPOL_F_STATIC_NODES"],
    "linux.personality.domain": "LINUX32",
    "linux.personality.flags": ["ADDR_NO_RANDOMIZE"],
    "linux.timeOffsets.boottime.secs": 1,
    "linux.timeOffsets.boottime.nanosecs": 0,
    "linux.timeOffsets.monotonic.secs": 1,
    "linux.timeOffsets.monotonic.nanosecs": 0,
    "linux.resources.unified.memory": "1",
    "linux.resources.memory.kernel": 1,
    "linux.resources.memory.kernelTCP": 1,
    "linux.resources.memory.swappiness": 0,
    "linux.resources.memory.disableOOMKiller": True,
    "linux.resources.memory.useHierarchy": True,
    "linux.resources.memory.checkBeforeUpdate": True,
    "linux.resources.cpu.burst": 0,
    "linux.resources.cpu.realtimeRuntime": 1,
    "linux.resources.cpu.realtimePeriod": 1,
    "linux.resources.cpu.idle": 0,
    "linux.resources.blockIO.weight": 10,
    "linux.resources.blockIO.leafWeight": 10,
    "linux.resources.blockIO.weightDevice.major": 8,
    "linux.resources.blockIO.weightDevice.minor": 0,
    "linux.resources.blockIO.weightDevice.weight": 10,
    "linux.resources.blockIO.weightDevice.leafWeight": 10,
    "linux.resources.blockIO.throttleReadBpsDevice.rate": 1,
    "linux.resources.blockIO.throttleWriteBpsDevice.rate": 1,
    "linux.resources.blockIO.throttleReadIOPSDevice.rate": 1,
    "linux.resources.blockIO.throttleWriteIOPSDevice.rate": 1,
    "linux.resources.hugepageLimits.pageSize": "2MB",
    "linux.resources.hugepageLimits.limit": 0,
    "linux.resources.network.classID": 1,
    "linux.resources.network.priorities.name": "lo",
    "linux.resources.network.priorities.priority": 1,
    "linux.resources.rdma.mlx5_1.hcaHandles": 1,
    "linux.resources.rdma.mlx5_1.hcaObjects": 1,
    "vm.hypervisor.path": "/usr/bin/qemu",
    "vm.hypervisor.parameters": ["-m", "1G"],
    "vm.kernel.path": "/boot/vmlinuz",
    "vm.kernel.parameters": ["quiet"],
    "vm.kernel.initrd": "/boot/initrd",
    "vm.image.path": "/image",
    "vm.image.format": "raw",
    "vm.hwConfig.vcpus": 1,
}

# Lists of objects, that the names above go through.
LISTS = """
mounts linux.namespaces linux.devices process.rlimits mounts.uidMappings mounts.gidMappings
linux.uidMappings linux.gidMappings linux.resources.devices
linux.seccomp.syscalls linux.seccomp.syscalls.args linux.resources.hugepageLimits
linux.resources.network.priorities linux.resources.blockIO.weightDevice
linux.resources.blockIO.throttleReadBpsDevice linux.resources.blockIO.throttleWriteBpsDevice
linux.resources.blockIO.throttleReadIOPSDevice linux.resources.blockIO.throttleWriteIOPSDevice
hooks.prestart hooks.createRuntime hooks.createContainer hooks.startContainer hooks.poststart
hooks.poststop
""".split()  # noqa: SIM905

# What the specification has for other systems; it is reported and ignored.
ELSEWHERE = {
    "solaris": {"limitpriv": "default"},
    "windows": {"layerFolders": ["C:\\layer"]},
    "zos": {"namespaces": []},
    "freebsd": {"devices": []},
    "process.commandLine": "cmd /c dir",
    "process.user.username": "ContainerUser",
}

# The options of a mount that the specification names.
OPTIONS = """
async atime bind defaults dev diratime dirsync exec iversion lazytime loud mand noatime nodev
nodiratime noexec noiversion nolazytime nomand norelatime nostrictatime nosuid nosymfollow private
ratime rbind rdev rdiratime relatime remount rexec rnoatime rnodiratime rnoexec rnorelatime
rnostrictatime rnosuid rnosymfollow ro rprivate rrelatime rro rrw rshared rslave rstrictatime rsuid
rsymfollow runbindable rw shared silent slave strictatime suid symfollow sync tmpcopyup unbindable
idmap ridmap
""".split()  # noqa: SIM905
