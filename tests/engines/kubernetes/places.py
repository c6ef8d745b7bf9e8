"""Where everything of the cluster lies: below one folder outside the checkout, and its addresses.

Nothing is written elsewhere, but for what the kubelet has at fixed places
(/var/lib/kubelet/device-plugins, /var/log/containers), control groups and one network bridge.
"""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[2]
GO = HERE / "go"

ROOT = Path(os.environ.get("FLOWC_ENGINES") or Path.home() / ".cache" / "flowc" / "engines")
BUILT = ROOT / "built"
"""One folder for each component and version; complete if it is there."""

STATE = ROOT / "state"
IMAGES = ROOT / "images"
KEYS = STATE / "keys"
RUN = STATE / "run"
LOGS = STATE / "logs"
CONTAINERD = STATE / "containerd"
SOCKET = RUN / "containerd" / "containerd.sock"
OBJECTS = STATE / "objects"
KUBECONFIG = STATE / "admin.kubeconfig"
OTHER = os.environ.get("FLOWC_TEST_KUBECONFIG")
"""The kubeconfig of another cluster, if the tests are to use that instead of the one here."""

BRIDGE = "flowc0"
SERVICE_RANGE = "10.213.0.0/24"
API_ADDRESS = "10.213.0.1"
NODE_ADDRESS = "10.213.1.1"
POD_RANGE = "10.213.2.0/24"
NODE = "flowc"
API = f"https://{API_ADDRESS}:443"
ETCD = "http://127.0.0.1:23790"
ETCD_PEERS = "http://127.0.0.1:23800"
S3 = f"http://{NODE_ADDRESS}:7070"
S3_KEY, S3_SECRET = "flowc-tests", "flowc-tests-secret"
BUCKET = "flows"
NAMESPACE = "flows"
"""Where workflows run; Argo's controller is in the namespace `argo`."""
