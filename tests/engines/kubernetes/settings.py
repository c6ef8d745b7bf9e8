"""The settings of the cluster's programs: command lines and configuration files.

What differs from a common installation, and why, stands beside each setting.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.engines.kubernetes import building
from tests.engines.kubernetes.places import (
    API,
    API_ADDRESS,
    BRIDGE,
    BUILT,
    CONTAINERD,
    ETCD,
    ETCD_PEERS,
    KEYS,
    NODE,
    NODE_ADDRESS,
    OBJECTS,
    POD_RANGE,
    RUN,
    S3,
    S3_KEY,
    S3_SECRET,
    SERVICE_RANGE,
    SOCKET,
    STATE,
)

if TYPE_CHECKING:
    from pathlib import Path

PAUSE = "docker.io/flowc/pause:1"
NETWORK = RUN / "network"


def write_files() -> None:
    """Write the configuration files."""
    NETWORK.mkdir(parents=True, exist_ok=True)
    SOCKET.parent.mkdir(parents=True, exist_ok=True)
    (NETWORK / "10-flowc.conflist").write_text(json.dumps(_network()))
    (RUN / "containerd.toml").write_text(_CONTAINERD)
    (RUN / "kubelet.json").write_text(json.dumps(_kubelet()))


def containerd() -> list[str | Path]:
    """Return the command of a container runtime of its own, beside the machine's."""
    return ["containerd", "--config", RUN / "containerd.toml"]


def etcd() -> list[str | Path]:
    """Return the command of etcd; what it holds may be lost with the machine."""
    return [
        building.etcd() / "etcd",
        *("--data-dir", STATE / "etcd", "--unsafe-no-fsync", "--log-level", "warn"),
        *("--listen-client-urls", ETCD, "--advertise-client-urls", ETCD),
        *("--listen-peer-urls", ETCD_PEERS, "--initial-advertise-peer-urls", ETCD_PEERS),
        *("--initial-cluster", f"default={ETCD_PEERS}"),
    ]


def apiserver() -> list[str | Path]:
    """Return the command of the API server.

    It listens on the address of the service `kubernetes`, so that pods reach it without
    kube-proxy, and looks for the kubelet by its address, as there is no DNS.
    """
    return [
        building.kubernetes() / "kube-apiserver",
        *("--etcd-servers", ETCD, "--service-cluster-ip-range", SERVICE_RANGE),
        *("--bind-address", API_ADDRESS, "--advertise-address", API_ADDRESS, "--secure-port=443"),
        *_key_pair("tls-cert-file", "tls-private-key-file", "apiserver"),
        *_key_pair("kubelet-client-certificate", "kubelet-client-key", "apiserver-kubelet"),
        *("--client-ca-file", KEYS / "ca.crt"),
        *("--kubelet-certificate-authority", KEYS / "ca.crt"),
        *("--kubelet-preferred-address-types", "InternalIP"),
        *("--service-account-issuer", "https://kubernetes.default.svc"),
        *("--service-account-key-file", KEYS / "accounts.key"),
        *("--service-account-signing-key-file", KEYS / "accounts.key"),
        *("--authorization-mode", "Node,RBAC"),
    ]


def controller_manager() -> list[str | Path]:
    """Return the command of the controllers; with RBAC each needs an account of its own."""
    return [
        building.kubernetes() / "kube-controller-manager",
        *_component("controller-manager"),
        *("--service-account-private-key-file", KEYS / "accounts.key"),
        *("--root-ca-file", KEYS / "ca.crt", "--use-service-account-credentials=true"),
    ]


def scheduler() -> list[str | Path]:
    """Return the command of the scheduler."""
    return [building.kubernetes() / "kube-scheduler", *_component("scheduler")]


def kubelet() -> list[str | Path]:
    """Return the command of the kubelet."""
    return [
        building.kubernetes() / "kubelet",
        *("--config", RUN / "kubelet.json", "--kubeconfig", KEYS / "kubelet.kubeconfig"),
        *("--root-dir", STATE / "kubelet", "--hostname-override", NODE, "--node-ip", NODE_ADDRESS),
    ]


def object_server() -> tuple[list[str | Path], dict[str, str]]:
    """Return the command of the S3 server, which keeps buckets as folders, and its variables."""
    program = building.object_server() / "versitygw"
    port = S3.removeprefix("http://")
    variables = {"ROOT_ACCESS_KEY_ID": S3_KEY, "ROOT_SECRET_ACCESS_KEY": S3_SECRET}
    return [program, "--port", port, "--quiet", "posix", OBJECTS], variables


def _key_pair(certificate: str, key: str, name: str) -> list[str | Path]:
    return [f"--{certificate}", KEYS / f"{name}.crt", f"--{key}", KEYS / f"{name}.key"]


def _component(name: str) -> list[str | Path]:
    config = KEYS / f"{name}.kubeconfig"
    return [
        *("--kubeconfig", config, "--authentication-kubeconfig", config),
        *("--authorization-kubeconfig", config),
        *("--bind-address", "127.0.0.1", "--leader-elect=false"),
    ]


def _network() -> dict[str, object]:
    addresses = {
        "type": "host-local",
        "ranges": [[{"subnet": POD_RANGE}]],
        "routes": [{"dst": "0.0.0.0/0"}],
        "dataDir": str(RUN / "addresses"),
    }
    pair = {"type": "ptp", "ipMasq": False, "ipam": addresses}
    return {"cniVersion": "0.4.0", "name": BRIDGE, "plugins": [pair]}


_CONTAINERD = f"""\
version = 2
root = "{CONTAINERD}"
state = "{SOCKET.parent}"
disabled_plugins = [
  "io.containerd.internal.v1.opt",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]
[grpc]
address = "{SOCKET}"
[ttrpc]
address = "{SOCKET}.ttrpc"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "{PAUSE}"
stream_server_address = "127.0.0.1"
# A machine that is itself a container may not raise these.
restrict_oom_score_adj = true
disable_apparmor = true
disable_hugetlb_controller = true
tolerate_missing_hugetlb_controller = true
# Else the namespaces would be left in /var/run/netns.
netns_mounts_under_state_dir = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "{BUILT / "network-plugins"}"
conf_dir = "{NETWORK}"
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "overlayfs"
default_runtime_name = "runc"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false
"""


def _kubelet() -> dict[str, object]:
    authority = {"x509": {"clientCAFile": str(KEYS / "ca.crt")}}
    never = dict.fromkeys(
        (
            "memory.available",
            "nodefs.available",
            "nodefs.inodesFree",
            "imagefs.available",
            "imagefs.inodesFree",
        ),
        "0%",
    )
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": NODE_ADDRESS,
        "healthzBindAddress": "127.0.0.1",
        "readOnlyPort": 0,
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            **authority,
        },
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": str(KEYS / "kubelet.crt"),
        "tlsPrivateKeyFile": str(KEYS / "kubelet.key"),
        "containerRuntimeEndpoint": f"unix://{SOCKET}",
        "cgroupDriver": "cgroupfs",
        # Both are allowed, so that older machines do as well.
        "failCgroupV1": False,
        "failSwapOn": False,
        "podLogsDir": str(STATE / "pod-logs"),
        "volumePluginDir": str(RUN / "volume-plugins"),
        "serializeImagePulls": False,
        "registryPullQPS": 0,
        # No registry has the images: a disk that is nearly full must not cost them.
        "imageGCHighThresholdPercent": 100,
        "evictionHard": never,
        "maxPods": 110,
        # The machine's own tables are left alone.
        "makeIPTablesUtilChains": False,
    }


assert API.endswith(":443")
