"""Code pasted from PyTorch's best-known examples works, or is answered with the line to write."""

import inspect
import pickle

import numpy as np
import pytest

import cnnkit
import cnnkit as nn
import cnnkit.functional as F
from cnnkit import gradcheck, initialisers, interop, layers, losses, matching, optim
from cnnkit.checks import other_names, spoken
from cnnkit.train import schedules
from tests.helpers.sentences import one_sentence

TRAINING = ("confusion_matrix", "evaluate", "fit", "predict", "train_step")
ROOMS = [cnnkit, F, layers, losses, optim, schedules, initialisers]


def mnist_network():
    """The network of pytorch/examples, mnist/main.py, line for line in a Sequential."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, 1),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, 1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(1),
        nn.Linear(9216, 128),
        nn.ReLU(inplace=True),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
    )


def cifar_network():
    """The network of the CIFAR10 tutorial in a Sequential."""
    return nn.Sequential(
        nn.Conv2d(3, 6, 5),
        nn.ReLU(),
        nn.MaxPool2d(2, 2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2, 2),
        nn.Flatten(1),
        nn.Linear(16 * 5 * 5, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )


@pytest.mark.parametrize(
    ("make", "shape"), [(mnist_network, (1, 28, 28)), (cifar_network, (3, 32, 32))]
)
def test_the_training_loop_of_the_examples_runs_with_one_line_changed(make, shape):
    model = make().to("cpu").to(device="cpu")
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model, lr=0.001, momentum=0.9)
    scheduler = schedules.StepLR(optimizer, step_size=1, gamma=0.7)
    inputs = np.random.default_rng(0).random((4, *shape), np.float32)
    labels = np.array([0, 1, 2, 3])
    model.train()
    running_loss = 0.0
    for _ in range(2):
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, labels)
        model.backward(criterion.backward())  # for loss.backward()
        optimizer.step()
        running_loss += loss.item()
    scheduler.step()
    model.eval()
    output = F.log_softmax(model(inputs), dim=1)
    assert output.shape == (4, 10)
    assert optimizer.steps == 2
    assert optimizer.lr == pytest.approx(0.0007)
    assert sum(p.size for _, p in model.named_parameters()) == sum(
        p.size for p in model.parameters().values()
    )


def test_the_functions_of_the_examples_work():
    x = np.random.default_rng(0).random((2, 1, 28, 28), np.float32)
    w = np.ones((3, 1, 3, 3), np.float32)
    assert F.conv2d(x, w, None, 1, 0).shape == (2, 3, 26, 26)
    assert F.max_pool2d(F.relu(x), 2).shape == F.max_pool2d(x, (2, 2)).shape == (2, 1, 14, 14)
    assert F.max_pool2d(x, 2, 2).shape == (2, 1, 14, 14)
    assert F.flatten(x, 1).shape == (2, 784)
    np.testing.assert_allclose(F.softmax(x[:, 0, 0], dim=1).sum(axis=1), 1, rtol=1e-6)
    scores, y = F.flatten(x, 1)[:, :10], np.array([1, 2])
    total = F.cross_entropy(scores, y, reduction="sum")
    assert total == pytest.approx(2 * F.cross_entropy(scores, y), rel=1e-6)


def test_forgotten_gradients_are_missed_by_the_next_step_only():
    model = nn.Sequential(nn.Linear(3, 2))
    optimizer, x = optim.SGD(model, 0.1), np.ones((1, 3), np.float32)
    model.backward(model(x))
    optimizer.zero_grad(set_to_none=True)
    with pytest.raises(RuntimeError, match=r"0\.weight has no gradient yet"):
        optimizer.step()
    model.backward(model(x))
    optimizer.step()


STOPS = {
    "class Net(nn.Module)": (lambda m: nn.Module, AttributeError, ["model = Sequential("]),
    "import cnnkit as torch; torch.nn": (lambda m: cnnkit.nn, AttributeError, ["import cnnkit as"]),
    "torch.device": (lambda m: cnnkit.device("cpu"), AttributeError, ["leave it out"]),
    "torch.no_grad()": (lambda m: cnnkit.no_grad(), AttributeError, ["remember=False"]),
    "torch.manual_seed": (lambda m: cnnkit.manual_seed(1), AttributeError, ["default_rng(0)"]),
    "torch.save": (lambda m: cnnkit.save(m, "a"), AttributeError, ["model.save('model.npz')"]),
    "torch.load": (lambda m: cnnkit.load("a"), AttributeError, ["model.load('model.npz')"]),
    "torch.utils.data": (lambda m: cnnkit.utils.data, AttributeError, ["fit(model, x, y"]),
    "torch.flatten": (lambda m: cnnkit.flatten, AttributeError, ["functional.flatten(x, 1)"]),
    "F.nll_loss": (lambda m: F.nll_loss, AttributeError, ["cross_entropy(scores, targets)"]),
    "F.mse_loss": (lambda m: F.mse_loss, AttributeError, ["called mse here"]),
    "F.dropout": (lambda m: F.dropout, AttributeError, ["Dropout(0.5)"]),
    "optim.Adadelta": (lambda m: optim.Adadelta(m, lr=1), AttributeError, ["Adam(model"]),
    "optim.lr_scheduler": (lambda m: optim.lr_scheduler, AttributeError, ["StepLR(optimizer, 5"]),
    "model.cuda()": (lambda m: m.cuda(), AttributeError, ["leave it out"]),
    "model.to('cuda')": (lambda m: m.to("cuda"), ValueError, ["'cuda'", "leave it out"]),
    "model.children()": (lambda m: m.children(), AttributeError, ["for layer in model"]),
    "model.append": (lambda m: m.append(nn.ReLU()), AttributeError, ["Sequential(*list(model)"]),
    "model[0] = layer": (
        lambda m: m.__setitem__(0, nn.ReLU()),
        TypeError,
        ["layers = list(model)"],
    ),
    "model.fc = layer": (
        lambda m: setattr(m, "fc", nn.Linear(4, 3)),
        TypeError,
        ["fc would take no part", "layers[-1] = ...; model = Sequential(*layers)"],
    ),
    "block.shortcut = layer": (
        lambda m: setattr(nn.Residual(nn.ReLU()), "shortcut", nn.ReLU()),
        TypeError,
        ["model = Residual(*model, shortcut=...)"],
    ),
    "p.requires_grad = False": (
        lambda m: [setattr(p, "requires_grad", False) for p in m.parameters()],
        AttributeError,
        ["gives names", "every parameter learns", "Sequential(*list(model)[-1:])"],
    ),
    "sum of p.numel()": (
        lambda m: sum(p.numel() for p in m.parameters()),
        AttributeError,
        ["'1.weight' has no numel", "sum(p.size for p in model.parameters().values())"],
    ),
    "p.data of a layer": (
        lambda m: next(iter(m[1].parameters())).data,
        AttributeError,
        ["'weight' has no data", "model.parameters().values()"],
    ),
    "model[5:]": (lambda m: m[5:], IndexError, ["slice(5, None, None)", "no layer"]),
    "model.fit": (lambda m: m.fit, AttributeError, ["for epoch in fit(model, x, y"]),
    "model.predict": (lambda m: m.predict, AttributeError, ["predict(model, x)"]),
    "model.evaluate": (lambda m: m.evaluate, AttributeError, ["evaluate(model, x, y, loss="]),
    "model.add": (lambda m: m.add(nn.ReLU()), AttributeError, ["Sequential(*list(model)"]),
    "optimizer.state_dict()": (
        lambda m: optim.SGD(m, 0.1).state_dict(),
        AttributeError,
        ["model.state_dict()", "make a new optimiser"],
    ),
    "ImageFolder": (lambda m: cnnkit.data.ImageFolder, AttributeError, ["load_images('folder')"]),
    "train.Dense": (lambda m: cnnkit.train.Dense, AttributeError, ["Linear(in_features"]),
    "fit(m, x, y, 10)": (
        lambda m: cnnkit.fit(m, 1, 2, 10),
        TypeError,
        ["not 4", "give the others by name", "epochs=5"],
    ),
    "fit(validation_split)": (
        lambda m: cnnkit.fit(m, 1, 2, validation_split=0.1),
        TypeError,
        ["cnnkit.data.split(x, y, rng=rng)", "validation=(x_val, y_val)"],
    ),
    "fit(verbose=1)": (lambda m: cnnkit.fit(m, 1, 2, verbose=1), TypeError, ["progress=True"]),
    "split(test_size)": (lambda m: cnnkit.data.split(1, 2, test_size=0.2), TypeError, ["test=0.2"]),
    "split(random_state)": (
        lambda m: cnnkit.data.split(1, 2, random_state=0),
        TypeError,
        ["rng=np.random.default_rng(0)"],
    ),
    "from_photo(a, 'light')": (
        lambda m: cnnkit.data.from_photo(1, "light"),
        TypeError,
        ["1 argument by position", "by name", "ink='dark'"],
    ),
    "load_state_dict(assign)": (
        lambda m: m.load_state_dict({}, assign=True),
        TypeError,
        ["no option assign", "leave it out"],
    ),
    "model.summary(1, 28, 28)": (
        lambda m: m.summary(1, 28, 28),
        TypeError,
        ["give one tuple", "Sequential.summary((1, 28, 28))"],
    ),
    "model.to(device='cuda')": (lambda m: m.to(device="cuda"), ValueError, ["leave it out"]),
    "del model[0]": (lambda m: m.__delitem__(0), TypeError, ["layers = list(model)"]),
    "optimizer.param_groups": (
        lambda m: optim.SGD(m, 0.1).param_groups,
        AttributeError,
        ["optimizer.lr"],
    ),
    "scheduler.get_last_lr()": (
        lambda m: schedules.StepLR(optim.SGD(m, 0.1), 5).get_last_lr(),
        AttributeError,
        ["schedule.optimizer.lr"],
    ),
    "SGD(model.parameters())": (lambda m: optim.SGD(m.parameters(), 0.1), TypeError, ["SGD(model"]),
    "SGD(params=...)": (lambda m: optim.SGD(params=m), TypeError, ["no option params", "first"]),
    "loss.backward()": (
        lambda m: nn.MSELoss()(np.ones(2), np.ones(2)).backward(),
        TypeError,
        ["model.backward(criterion.backward())"],
    ),
    "model.state_dict(prefix)": (
        lambda m: m.state_dict(prefix="a"),
        TypeError,
        ["Sequential.state_dict has no option prefix"],
    ),
    "optimizer.step(closure)": (
        lambda m: optim.SGD(m, 0.1).step(lambda: 1),
        TypeError,
        ["SGD.step takes nothing by position"],
    ),
    "scheduler.step(metric)": (
        lambda m: schedules.StepLR(optim.SGD(m, 0.1), 5).step(0.3),
        TypeError,
        ["StepLR.step takes nothing by position"],
    ),
    "criterion(output)": (lambda m: nn.MSELoss()(np.ones(2)), TypeError, ["(outputs, targets)"]),
    "model(x, y)": (lambda m: m(np.ones(2), np.ones(2)), TypeError, ["1 argument by position"]),
    "MaxPool2d(2, 2, 0, 1)": (lambda m: nn.MaxPool2d(2, 2, 0, 1), TypeError, ["ceil_mode=False"]),
    "MaxPool2d(2, dilation=2)": (
        lambda m: nn.MaxPool2d(2, dilation=2),
        TypeError,
        ["no option dilation", "no gaps"],
    ),
    "Conv2d(1, 32)": (lambda m: nn.Conv2d(1, 32), TypeError, ["was not given kernel_size"]),
    "Conv2d twice": (lambda m: nn.Conv2d(1, 2, 3, kernel_size=3), TypeError, ["give it once"]),
    "Conv2d(padding_mode)": (
        lambda m: nn.Conv2d(1, 2, 3, padding_mode="reflect"),
        TypeError,
        ["no option padding_mode", "zeros"],
    ),
    "Conv2d(device)": (lambda m: nn.Conv2d(1, 2, 3, device="cuda"), TypeError, ["leave it out"]),
    "Conv2d(stides)": (
        lambda m: nn.Conv2d(1, 2, 3, stides=2),
        TypeError,
        ["called stride here"],
    ),
    "Sequential(OrderedDict)": (
        lambda m: nn.Sequential({"conv": nn.ReLU()}),
        TypeError,
        ["Sequential(*layers.values())"],
    ),
    "F.relu(inplace)": (
        lambda m: F.relu(np.ones(2), inplace=True),
        TypeError,
        ["no option inplace", "use what is returned"],
    ),
    "F.max_pool2d(x)": (lambda m: F.max_pool2d(np.ones(2)), TypeError, ["kernel_size"]),
    "F.lp_pool2d(x, 2, 3)": (lambda m: F.lp_pool2d(np.ones(2), 2, 3), TypeError, ["p=2"]),
    "F.batch_norm(momentum)": (
        lambda m: F.batch_norm(np.ones((2, 1, 2, 2)), None, None, training=True, momentum=0.1),
        TypeError,
        ["no option momentum", "BatchNorm2d"],
    ),
    "Flatten(2)": (lambda m: nn.Flatten(2), ValueError, ["start_dim 2", "leave them out"]),
    "Flatten(0)": (lambda m: nn.Flatten(0), ValueError, ["start_dim 0"]),
    "F.flatten(x, 1, 2)": (
        lambda m: F.flatten(np.ones((1, 2, 3, 4)), 1, 2),
        ValueError,
        ["end_dim"],
    ),
    "reduction none": (lambda m: nn.MSELoss(reduction="none"), ValueError, ["'mean' or 'sum'"]),
    "del conv.in_channels": (
        lambda m: delattr(nn.Conv2d(1, 2, 3), "in_channels"),
        AttributeError,
        ["in_channels cannot be deleted", "make a new layer"],
    ),
}


@pytest.mark.parametrize("line", STOPS)
def test_a_line_that_stops_is_answered_in_one_sentence(line):
    call, error, words = STOPS[line]
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2))
    with one_sentence(error, words):
        call(model)


def test_a_layer_of_the_network_may_have_a_name_of_its_own():
    class Net(nn.Sequential):
        def __init__(self):
            self.first = nn.Flatten()
            super().__init__(self.first, nn.Linear(4, 2))
            self.last = self[-1]

    assert Net().last.out_features == 2


def test_names_of_parameters_are_texts_that_pickle_and_compare():
    model = nn.Sequential(nn.Linear(4, 2))
    names = list(model.parameters())
    assert pickle.loads(pickle.dumps(names)) == ["0.weight", "0.bias"]
    assert set(pickle.loads(pickle.dumps(model.parameters()))) == {"0.weight", "0.bias"}
    assert {**model.parameters()}.keys() == dict(model.parameters()).keys() == set(names)


def test_a_slice_of_a_network_is_a_network_of_the_same_layers():
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.ReLU())
    features = model[:2]
    x = np.ones((3, 1, 2, 2), np.float32)
    assert type(nn.Residual(nn.ReLU())[:1]) is type(features) is nn.Sequential
    assert list(features) == list(model)[:2]
    np.testing.assert_array_equal(features(x), model.activations(x)["1"])


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_what_is_told_of_pytorchs_names_is_told_in_every_room_that_has_none(room):
    for name, advice in other_names.ROOMS.items():
        if name in vars(room) or name in getattr(room, "__all__", ()):
            continue
        with one_sentence(AttributeError, [room.__name__, repr(name), advice]):
            getattr(room, name)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
@pytest.mark.parametrize("name", ["Module", "nn", "DataLoader", "no_such_name"])
def test_a_line_that_imports_what_is_not_there_is_told_what_to_write(room, name):
    words = other_names.ROOMS.get(name, f"use one of dir({room.__name__})")
    with one_sentence(ImportError, ["cannot import name", room.__name__, repr(name), words]):
        exec(f"from {room.__name__} import {name}")
    assert not hasattr(room, name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("conv2d", "write cnnkit.functional.conv2d"),
        ("to_digits", "write cnnkit.data.to_digits"),
        ("he_normal", "write cnnkit.initialisers.he_normal"),
        ("maxpool2d", "use MaxPool2d if that is meant"),
        ("CrossEntropy", "use CrossEntropyLoss if that is meant"),
    ],
)
def test_a_name_of_another_room_or_another_spelling_is_named(name, words):
    with one_sentence(AttributeError, [repr(name), words]):
        getattr(cnnkit, name)


@pytest.mark.parametrize("name", ["requires_grad", "trainable", "learning_rate"])
def test_what_would_change_nothing_is_not_set(name):
    model = nn.Sequential(nn.Linear(4, 2))
    for thing in (model, model[0], optim.SGD(model), nn.CrossEntropyLoss()):
        with one_sentence(AttributeError, [type(thing).__name__, repr(name), "; "]):
            setattr(thing, name, False)
        assert not hasattr(thing, name)

    class Own(layers.Layer):
        pass

    own = Own()
    setattr(own, name, False)
    assert pickle.loads(pickle.dumps(vars(own)))[name].real == 0
    assert getattr(own, name) is False


def test_a_parameter_that_is_not_there_is_answered_with_those_that_are():
    parameters = nn.Sequential(nn.Linear(4, 2)).parameters()
    for name in (0, "fc.weight"):
        with pytest.raises(KeyError, match=rf"no parameter {name!r}; use one of 0.weight, 0.bias"):
            parameters[name]
    assert parameters.get("fc.weight") is None


MISUSED = {
    "forward": (lambda m: m.forward(1, 2), "takes 1 argument by position, not 2"),
    "backward": (lambda m: m.backward(), "was not given d"),
    "train": (lambda m: m.train(True, 1), "takes 1 argument by position, not 2"),
    "parameters": (lambda m: m.parameters(1), "takes nothing by position"),
    "forget": (lambda m: m.forget(1), "takes nothing by position"),
    "buffers": (lambda m: m.buffers(prefix="a"), "has no option prefix"),
    "named_layers": (lambda m: m.named_layers(1), "takes nothing by position"),
}


@pytest.mark.parametrize("name", MISUSED)
def test_what_runs_in_every_step_is_answered_too(name):
    call, words = MISUSED[name]
    with one_sentence(TypeError, [f"Sequential.{name}", words]):
        call(nn.Sequential(nn.Linear(4, 2)))


def test_the_gradient_of_a_loss_is_asked_for_where_the_loss_is_given():
    model, criterion = nn.Sequential(nn.Linear(4, 2)), nn.CrossEntropyLoss()
    loss = criterion(model(np.ones((1, 4), np.float32)), [0])
    for given in (criterion, loss):
        with one_sentence(TypeError, ["d is the loss itself", "give criterion.backward()"]):
            model.backward(given)
    assert model.backward(criterion.backward(retain_graph=True)).shape == (1, 4)


def test_a_module_of_ones_own_is_told_how_a_network_is_made():
    with one_sentence(TypeError, ["Net has a forward", "Sequential(Conv2d(1, 32, 3), ReLU()"]):

        class Net(layers.Layer):
            def forward(self, x):
                return x


def test_names_that_a_layers_names_list_but_it_does_not_have_are_told():
    class Scale(layers.Layer):
        names = ("weight",)

    with one_sentence(AttributeError, ["Scale has no weight", "set self.weight"]):
        nn.Sequential(Scale()).parameters()


# What is set later, one after the other, and cannot stand together; and in an order that works.
TOGETHER = [
    (lambda m: nn.RReLU(), "lower", 0.9, "lower 0.9 is above upper"),
    (lambda m: nn.RReLU(), "upper", 0.1, "above upper 0.1"),
    (lambda m: nn.Conv2d(1, 2, 3, padding="same"), "stride", 2, "'same' needs stride 1"),
    (lambda m: nn.Conv2d(1, 2, 3, stride=2), "padding", "same", "'same' needs stride 1"),
    (lambda m: nn.MaxPool2d(3, padding=1), "kernel_size", 1, "more than half"),
    (lambda m: nn.AvgPool2d(2), "padding", 2, "more than half"),
    (lambda m: optim.SGD(m, 0.1, 0.9, nesterov=True), "momentum", 0, "use momentum above 0"),
    (lambda m: optim.SGD(m, 0.1), "nesterov", True, "use momentum above 0"),
    (lambda m: schedules.CosineAnnealingLR(optim.SGD(m, 0.1), 5), "eta_min", 0.2, "eta_min is 0.2"),
    (lambda m: schedules.CosineAnnealingLR(optim.SGD(m, 0.1), 5, 0.05), "base_lr", 0.01, "at most"),
]


@pytest.mark.parametrize(("make", "name", "value", "words"), TOGETHER)
def test_options_that_cannot_stand_together_are_refused_also_when_set_later(
    make, name, value, words
):
    thing = make(nn.Sequential(nn.Linear(4, 2)))
    before = dict(vars(thing))
    with one_sentence(ValueError, [words]):
        setattr(thing, name, value)
    assert vars(thing) == before


def test_an_error_of_the_inside_is_left_as_it_is():
    @spoken
    def halved(x):
        return x / "2"

    with pytest.raises(TypeError, match="unsupported operand"):
        halved(1)


PUBLIC = {
    f"{room.__name__}.{name}": getattr(room, name)
    for room in ROOMS[1:]
    for name in room.__all__
    if callable(getattr(room, name))
}


OTHERS = {
    gradcheck: ("check_layer", "check_model", "numerical_gradient"),
    interop: interop.__all__,
    matching: ("match_map", "match_score"),
    cnnkit.shapes: cnnkit.shapes.__all__,
    cnnkit.xo: ("make_dataset", "picture"),
    cnnkit.train: ("search",),
}
PUBLIC |= {
    f"{room.__name__}.{n}": getattr(room, n) for room, names in OTHERS.items() for n in names
}
PUBLIC |= {name: getattr(cnnkit, name) for name in (*TRAINING, "Residual", "Sequential")}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_call_that_does_not_fit_its_signature_is_answered_in_our_own_words(name):
    call = PUBLIC[name]
    with one_sentence(TypeError, ["has no option no_such_option"]):
        call(no_such_option=1)
    if not any(p.kind is p.VAR_POSITIONAL for p in inspect.signature(call).parameters.values()):
        with one_sentence(TypeError, ["by position, not 40"]):
            call(*range(40))
