"""What steps need: cores, memory, devices, disks, an image, and a place to run."""

from flowc import FlowSpec, batch, environment, kubernetes, resources, secrets, step

GPU_NODE = dict(
    gpu=1,
    node_selector={"cloud.example.com/accelerator": "l4"},
    tolerations=[{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
)


class ResourcesFlow(FlowSpec):
    @resources(cpu=2, memory=4096, disk=20480)
    @step
    def start(self):
        self.next(self.train)

    @kubernetes(image="registry.example.com/train:2.1", cpu=8, shared_memory=2048, **GPU_NODE)
    @resources(cpu=4, memory=32000)
    @environment(vars={"OMP_NUM_THREADS": "8", "PRICE": "$(5) or $5"})
    @secrets(sources=["warehouse"])
    @step
    def train(self):
        """Both decorators ask for cores: the larger number counts."""
        self.next(self.score)

    @kubernetes(
        memory=1000,
        use_tmpfs=True,
        tmpfs_size=500,
        service_account="scorer",
        image_pull_secrets=["registry"],
        persistent_volume_claims={"features": "/mnt/features"},
        labels={"team": "pets"},
        annotations={"example.com/cost-centre": "research"},
    )
    @step
    def score(self):
        self.next(self.publish)

    @batch(cpu=1, memory=512, queue="small-jobs")
    @step
    def publish(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ResourcesFlow()
