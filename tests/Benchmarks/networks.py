"""The kit's networks and training steps as a user of plain PyTorch writes them; parameters are named as in the kit."""
import json, struct
import numpy, torch
from torch import nn
from torch.nn import functional as F


def load(path):
    """A safetensors file as a dictionary of tensors."""
    data = open(path, "rb").read()
    size = struct.unpack("<Q", data[:8])[0]
    types = {"F32": numpy.float32, "I64": numpy.int64}

    def read(entry):
        begin, end = entry["data_offsets"]
        return torch.from_numpy(numpy.frombuffer(data[8 + size + begin:8 + size + end], types[entry["dtype"]]).reshape(entry["shape"]).copy())

    return {key: read(entry) for key, entry in json.loads(data[8:8 + size]).items() if key != "__metadata__"}


class Srcnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 9, padding=4, padding_mode="replicate")
        self.conv2 = nn.Conv2d(64, 32, 5, padding=2, padding_mode="replicate")
        self.conv3 = nn.Conv2d(32, 1, 5, padding=2, padding_mode="replicate")

    def forward(self, y):
        return self.conv3(F.relu(self.conv2(F.relu(self.conv1(y)))))


class Block(nn.Module):
    def __init__(self, width, bias):
        super().__init__()
        self.conv1, self.bn1, self.prelu = nn.Conv2d(width, width, 3, padding=1, bias=bias), nn.BatchNorm2d(width), nn.PReLU()
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, padding=1, bias=bias), nn.BatchNorm2d(width)

    def forward(self, x):
        return x + self.bn2(self.conv2(self.prelu(self.bn1(self.conv1(x)))))


class Up(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv, self.prelu = nn.Conv2d(width, 4 * width, 3, padding=1), nn.PReLU()

    def forward(self, x):
        return self.prelu(F.pixel_shuffle(self.conv(x), 2))


class SrResNet(nn.Module):
    def __init__(self, blocks=16, width=64, bias=True):
        super().__init__()
        self.blocks = blocks
        self.conv1, self.prelu1 = nn.Conv2d(3, width, 9, padding=4), nn.PReLU()
        for i in range(blocks): setattr(self, f"block{i}", Block(width, bias))
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, padding=1, bias=bias), nn.BatchNorm2d(width)
        self.up0, self.up1 = Up(width), Up(width)
        self.conv3 = nn.Conv2d(width, 3, 9, padding=4)

    def forward(self, x):
        x = first = self.prelu1(self.conv1(x))
        for i in range(self.blocks): x = getattr(self, f"block{i}")(x)
        return (self.conv3(self.up1(self.up0(first + self.bn2(self.conv2(x))))) + 1) / 2


class Dense(nn.Module):
    def __init__(self, width, growth):
        super().__init__()
        for i in range(5): setattr(self, f"conv{i + 1}", nn.Conv2d(width + i * growth, growth if i < 4 else width, 3, padding=1))

    def forward(self, x):
        seen = [x]
        for i in range(4): seen.append(F.leaky_relu(getattr(self, f"conv{i + 1}")(torch.cat(seen, 1)), 0.2))
        return x + 0.2 * self.conv5(torch.cat(seen, 1))


class Rrdb(nn.Module):
    def __init__(self, width, growth):
        super().__init__()
        self.rdb1, self.rdb2, self.rdb3 = Dense(width, growth), Dense(width, growth), Dense(width, growth)

    def forward(self, x):
        return x + 0.2 * self.rdb3(self.rdb2(self.rdb1(x)))


class RrdbNet(nn.Module):
    def __init__(self, blocks=23, width=64, growth=32):
        super().__init__()
        self.conv_first = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(*[Rrdb(width, growth) for _ in range(blocks)])
        self.conv_body, self.conv_up1, self.conv_up2, self.conv_hr = [nn.Conv2d(width, width, 3, padding=1) for _ in range(4)]
        self.conv_last = nn.Conv2d(width, 3, 3, padding=1)

    def forward(self, x):
        x = self.conv_first(x)
        x = x + self.conv_body(self.body(x))
        for up in [self.conv_up1, self.conv_up2]: x = F.leaky_relu(up(F.interpolate(x, scale_factor=2)), 0.2)
        return self.conv_last(F.leaky_relu(self.conv_hr(x), 0.2))


class SrganDiscriminator(nn.Module):
    def __init__(self, size=96):
        super().__init__()
        layers, channels = [], 3
        for i, width in enumerate([64, 64, 128, 128, 256, 256, 512, 512]):
            layers += [nn.Conv2d(channels, width, 3, stride=1 + i % 2, padding=1)] + [nn.BatchNorm2d(width)] * (i > 0) + [nn.LeakyReLU(0.2)]
            channels = width
        self.features = nn.Sequential(*layers)
        self.dense1, self.dense2 = nn.Linear(512 * (size // 16) ** 2, 1024), nn.Linear(1024, 1)

    def forward(self, x):
        return self.dense2(F.leaky_relu(self.dense1(self.features(x).flatten(1)), 0.2))


class Vgg19(nn.Module):
    """φ5,4 of VGG19: torchvision's layers, normalisation included."""
    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for block, (convolutions, width) in enumerate([(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)]):
            if block > 0: layers.append(nn.MaxPool2d(2))
            for _ in range(convolutions):
                layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
                channels = width
        self.features = nn.Sequential(*layers)
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1), persistent=False)

    def forward(self, x):
        return self.features((x - self.mean) / self.std)


def pixel_step(network, optimizer, criterion, lr, hr):
    optimizer.zero_grad()
    loss = criterion(network(lr), hr)
    loss.backward()
    optimizer.step()
    return loss.item()


def standard_gan(ours, theirs, real):
    """What D minimises, or what G does (theirs is then None)."""
    loss = F.binary_cross_entropy_with_logits(ours, torch.full_like(ours, float(real)))
    return loss if theirs is None else loss + F.binary_cross_entropy_with_logits(theirs, torch.full_like(theirs, float(not real)))


def relativistic_gan(ours, theirs, real):
    """ours relative to the mean of theirs, and the other way round."""
    return (F.binary_cross_entropy_with_logits(ours - theirs.mean(), torch.full_like(ours, float(real)))
            + F.binary_cross_entropy_with_logits(theirs - ours.mean(), torch.full_like(theirs, float(not real))))


def gan_step(generator, discriminator, optimizer_g, optimizer_d, content, weight, lr, hr, relativistic=False):
    """One update of D, then one of G; D is frozen in the latter, as in BasicSR."""
    sr = generator(lr)
    for parameter in discriminator.parameters(): parameter.requires_grad = True
    optimizer_d.zero_grad()
    real, fake = discriminator(hr), discriminator(sr.detach())
    loss_d = relativistic_gan(real, fake, True) if relativistic else standard_gan(real, fake, True)
    loss_d.backward()
    optimizer_d.step()

    for parameter in discriminator.parameters(): parameter.requires_grad = False
    optimizer_g.zero_grad()
    fake = discriminator(sr)
    adversarial = relativistic_gan(fake, discriminator(hr).detach(), True) if relativistic else standard_gan(fake, None, True)
    loss_g = content(sr, hr) + weight * adversarial
    loss_g.backward()
    optimizer_g.step()
    return loss_d.item(), loss_g.item()
