import subprocess

from flowc import FlowSpec, kubernetes, step


def newest_image():
    return subprocess.check_output(["registry", "newest"], text=True)


class TrainFlow(FlowSpec):
    @kubernetes(image=newest_image())
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
