"""Names that other libraries have and cnnkit has not: the line to write instead.

A table of its own, which is read when somebody asks for such a name: `import cnnkit` does without.
Names of arguments are in `other_arguments`.
"""

__all__ = ["MODELS", "PARAMETERS", "ROOMS", "ROOMS_ANY_CASE"]

_ARRAYS = "arrays are NumPy's: write np.{}"
_FUNCTION = "write cnnkit.functional.{}"
_PROCESSOR = "everything is computed on the processor; leave it out"
_ACTIVATION = "use ReLU, LeakyReLU, RReLU, Sigmoid or Tanh"
_OPTIMISER = "use Adam(model, lr=0.001) or SGD(model, lr=0.1, momentum=0.9)"
_SCHEDULE = "use StepLR(optimizer, 5, 0.1) or CosineAnnealingLR(optimizer, epochs)"
_SPLIT = "use data.split(images, targets, test=0.2, rng=np.random.default_rng(0))"
_LAZY = "write {} with the number of inputs; model.output_shape tells what reaches it"
_START = "give a layer initialiser={}, such as Conv2d(1, 8, 3, initialiser={})"
_SCORES = "CrossEntropyLoss takes the scores as they are; leave out {}"

_ROW = "layers here are for pictures: use Conv2d, Linear, pools and activations"
_OWN_CHANGE = "write a change of your own: a function of (batch, rng), for fit(augment=...)"
_WHOLE = "leave it out: fit(model, x, y, ...) takes whole arrays"
_ACCURACY = "write evaluate(model, x, y, loss=CrossEntropyLoss()).accuracy"
_HUB = "no trained networks come along: make one with Sequential(...)"

# what is asked of the package and its rooms
ROOMS = {
    "AdaptiveAvgPool2d": "AdaptiveAvgPool2d(1) is called GlobalAvgPool2d() here, other sizes "
    "AvgPool2d; use one of these",
    "BCELoss": "use BCEWithLogitsLoss(), and leave out the Sigmoid before it",
    "BatchNorm1d": "use BatchNorm2d, between convolutions",
    "CSVDataset": "use data.load_images('train.csv')",
    "Conv1d": "use Conv2d with a kernel_size such as (1, 3)",
    "Conv3d": "use Conv2d",
    "ConvTranspose2d": "use Conv2d",
    "DataLoader": "give whole arrays: fit(model, x, y, loss=CrossEntropyLoss(), "
    "optimizer=optimizer, epochs=5, batch_size=64)",
    "Dropout2d": "use Dropout",
    "dropout2d": "use the layer Dropout(0.5)",
    "SmoothL1Loss": "use L1Loss() or MSELoss()",
    "HuberLoss": "use L1Loss() or MSELoss()",
    "smooth_l1_loss": "use absolute_error or mse",
    "huber_loss": "use absolute_error or mse",
    "ImageFolder": "use data.load_images('folder'), with a folder for each class",
    "ToTensor": "leave it out: data.load_images gives float32 arrays in 0..1, channels first",
    "Compose": "write data.augment.compose(data.augment.shift, data.augment.rotate)",
    **dict.fromkeys(("HorizontalFlip", "hflip"), "use data.augment.flip"),
    **dict.fromkeys(
        ("VerticalFlip", "RandomVerticalFlip", "vflip"),
        "write a change of your own: lambda batch, rng: batch[:, :, ::-1]",
    ),
    **dict.fromkeys(
        ("translate", "RandomTranslation", "RandomShift", "ShiftScaleRotate", "Affine"),
        "use data.augment.shift, rotate, scale and shear",
    ),
    **dict.fromkeys(("zoom", "RandomZoom", "RandomScale"), "use data.augment.scale"),
    **dict.fromkeys(("Rotate", "SafeRotate"), "use data.augment.rotate"),
    **dict.fromkeys(
        ("ElasticTransform", "GridDistortion", "elastic", "warp"), "use data.augment.bend"
    ),
    **dict.fromkeys(
        ("GaussNoise", "GaussianNoise", "gaussian_noise", "salt_and_pepper"),
        "use data.augment.noise",
    ),
    **dict.fromkeys(
        ("CoarseDropout", "Cutout", "RandomErasing", "cutout", "coarse_dropout"),
        _OWN_CHANGE,
    ),
    **dict.fromkeys(
        ("brightness", "contrast", "RandomBrightness", "RandomContrast", "RandomGamma"),
        "write a change of your own: lambda batch, rng: "
        "batch * rng.uniform(0.8, 1.2, (len(batch), 1, 1, 1))",
    ),
    "RandomBrightnessContrast": "write a change of your own: lambda batch, rng: "
    "batch * rng.uniform(0.8, 1.2, (len(batch), 1, 1, 1))",
    **dict.fromkeys(("GaussianBlur", "Blur", "MotionBlur", "blur", "Perspective"), _OWN_CHANGE),
    **dict.fromkeys(("OneOf", "RandomApply", "RandomChoice", "SomeOf"), _OWN_CHANGE),
    **dict.fromkeys(
        ("Resize", "resize", "CenterCrop", "RandomResizedCrop"),
        "give load_images or load_image a size: size=28",
    ),
    **dict.fromkeys(
        ("Grayscale", "to_grayscale", "ToGray", "RandomGrayscale"),
        "write x.mean(axis=1, keepdims=True), or load_images(..., grey=True)",
    ),
    **dict.fromkeys(("Rescaling", "Rescale", "ToFloat"), "write x / 255, or x / x.max()"),
    **dict.fromkeys(("KFold", "StratifiedKFold", "cross_val_score"), _SPLIT),
    **dict.fromkeys(
        ("LearningRateScheduler", "ExponentialDecay", "PolynomialLR", "CosineDecay"), _SCHEDULE
    ),
    **dict.fromkeys(
        ("mixup", "MixUp", "CutMix", "cutmix"), "targets are class numbers here; leave it out"
    ),
    "load_onnx": "make the same Sequential(...), and model.load('net.onnx') says how its weights "
    "are read",
    "ColorJitter": "use data.augment.noise or pen",
    "RandomAffine": "use data.augment.shift, rotate, scale and shear",
    "RandomCrop": "use data.augment.crop",
    "RandomHorizontalFlip": "use data.augment.flip",
    "RandomRotation": "use data.augment.rotate",
    "load_cifar10": "download its binary version and use data.load_images('data_batch_1.bin')",
    "from_torch": "write model.load_state_dict({k: v.numpy() for k, v in "
    "torch_model.state_dict().items()})",
    "Trainer": "write for epoch in fit(model, x, y, loss=CrossEntropyLoss(), optimizer=optimizer, "
    "epochs=5)",
    "Normalize": "use (x - x.mean()) / x.std()",
    "MNIST": "use data.load_mnist()",
    "FashionMNIST": "use data.load_fashion_mnist()",
    "CIFAR10": "download its binary version and use data.load_images('data_batch_1.bin')",
    "train_test_split": _SPLIT,
    "random_split": _SPLIT,
    "Dense": "use Linear(in_features, out_features), and an activation as a layer of its own",
    "Conv2D": "use Conv2d(in_channels, out_channels, kernel_size), and an activation as a layer",
    "MaxPooling2D": "use MaxPool2d(2)",
    "AveragePooling2D": "use AvgPool2d(2)",
    "GlobalAveragePooling2D": "use GlobalAvgPool2d()",
    "BatchNormalization": "use BatchNorm2d(channels)",
    "Activation": _ACTIVATION,
    "Identity": "leave it out",
    "LogSoftmax": _SCORES.format("the layer"),
    "Module": "a network needs no class: write model = Sequential(Conv2d(1, 32, 3), ReLU(), "
    "MaxPool2d(2), Flatten(), Linear(5408, 10))",
    "ModuleDict": "unpack its layers in order: Sequential(*layers.values())",
    "ZeroPad2d": "give the layer behind it padding=1",
    "ReflectionPad2d": "write np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), 'reflect') before",
    "Unflatten": "write x.reshape(len(x), channels, height, width) before the model",
    "Upsample": "write x.repeat(2, axis=2).repeat(2, axis=3) before the model",
    "interpolate": "write x.repeat(2, axis=2).repeat(2, axis=3)",
    "KLDivLoss": "use CrossEntropyLoss()",
    "ModuleList": "unpack a list into Sequential(*layers)",
    "NLLLoss": "use CrossEntropyLoss(), and leave out log_softmax before it",
    "Parameter": "use a NumPy array whose name the layer's names list",
    "Softmax": _SCORES.format("the layer, and use functional.softmax for probabilities"),
    "Tensor": _ARRAYS.format("ndarray"),
    "adaptive_avg_pool2d": "adaptive_avg_pool2d(x, 1) is called global_avg_pool2d(x) here; use it",
    "binary_cross_entropy": "use binary_cross_entropy_with_logits, without sigmoid before it",
    "datasets": "use load_mnist(), load_fashion_mnist() or load_digits()",
    "dropout": "use the layer Dropout(0.5)",
    "from_numpy": "leave it out: layers take NumPy arrays",
    "init": "first weights are drawn by functions in cnnkit.initialisers; use he_normal",
    "inference_mode": "use predict(model, x), or model.eval()(x, remember=False)",
    "kaiming_normal_": _START.format("he_normal", "he_normal"),
    "kaiming_uniform_": _START.format("he_uniform", "he_uniform"),
    "l1_loss": "it is called absolute_error here; use that",
    "load": "write model.load('model.npz')",
    "lr_scheduler": "schedules are in cnnkit itself: " + _SCHEDULE,
    "manual_seed": "give layers and fit rng=np.random.default_rng(0)",
    "mse_loss": "it is called mse here; use that",
    "nll_loss": "use cross_entropy(scores, targets), and leave out log_softmax before it",
    "nn": "layers and losses are in cnnkit itself: write import cnnkit as nn",
    "no_grad": "use predict(model, x), or model.eval()(x, remember=False)",
    "normalize": "use (x - x.mean()) / x.std()",
    "one_hot": "write np.eye(classes)[targets]",
    "pad": "write np.pad, or give the layer padding=1",
    "save": "write model.save('model.npz')",
    "set_num_threads": "set OPENBLAS_NUM_THREADS=1 before Python starts",
    "transforms": "use NumPy, and data.augment for random changes",
    "utils": "give whole arrays: fit(model, x, y, loss=CrossEntropyLoss(), "
    "optimizer=optimizer, epochs=5, batch_size=64)",
    "xavier_normal_": _START.format("xavier_normal", "xavier_normal"),
    "xavier_uniform_": _START.format("xavier_uniform", "xavier_uniform"),
    **dict.fromkeys(("backends", "cuda", "device", "mps"), _PROCESSOR),
    **dict.fromkeys(
        ("elu", "gelu", "hardswish", "relu6", "silu", "softplus"),
        "use relu, leaky_relu, rrelu, sigmoid or tanh",
    ),
    **dict.fromkeys(
        ("ELU", "GELU", "Hardswish", "PReLU", "ReLU6", "SiLU", "Softplus"), _ACTIVATION
    ),
    **dict.fromkeys(("Adadelta", "Adagrad", "AdamW", "NAdam", "RMSprop"), _OPTIMISER),
    **dict.fromkeys(("ExponentialLR", "LambdaLR", "MultiStepLR", "OneCycleLR"), _SCHEDULE),
    **dict.fromkeys(("CosineAnnealingWarmRestarts", "LinearLR", "ReduceLROnPlateau"), _SCHEDULE),
    "LazyConv2d": _LAZY.format("Conv2d(1, 8, 3)"),
    "LazyLinear": _LAZY.format("Linear(784, 10)"),
    **dict.fromkeys(("GroupNorm", "InstanceNorm2d", "LayerNorm"), "use BatchNorm2d"),
    **{name: _ARRAYS.format(name) for name in ("arange", "argmax", "max", "mean", "ones", "stack")},
    **{name: _ARRAYS.format(name) for name in ("float32", "float64", "sum", "zeros")},
    "cat": _ARRAYS.format("concatenate"),
    "rand": _ARRAYS.format("random.default_rng(0).random"),
    "randn": _ARRAYS.format("random.default_rng(0).standard_normal"),
    "tensor": _ARRAYS.format("array(values, np.float32)"),
    "flatten": _FUNCTION.format("flatten(x, 1)"),
    "log_softmax": _FUNCTION.format("log_softmax(x, 1)"),
    "relu": _FUNCTION.format("relu(x)"),
    "sigmoid": _FUNCTION.format("sigmoid(x)"),
    "softmax": _FUNCTION.format("softmax(x, 1)"),
    "tanh": _FUNCTION.format("tanh(x)"),
    # what does not belong to a package for networks of pictures, and how far one comes without
    "DataParallel": _PROCESSOR,
    "EarlyStopping": "write fit(..., patience=3, validation=(x, y))",
    "Embedding": _ROW,
    "GRU": _ROW,
    "GridSearchCV": "use train.search",
    "ImageDataGenerator": "use data.load_images('folder'), and fit(..., augment=...)",
    "Input": "leave it out: sizes follow from what comes in",
    "LSTM": _ROW,
    "Lambda": "define a layer of your own: class Own(layers.Layer)",
    "Model": "use Sequential(...), and Residual(...) for a way around layers",
    "ModelCheckpoint": "write model.save('best.npz') in the loop over fit(...)",
    "MultiheadAttention": _ROW,
    "RNN": _ROW,
    "Reshape": "write x.reshape(len(x), channels, height, width) before the model",
    "Subset": "write x[places] and y[places]",
    "TensorDataset": _WHOLE,
    "Transformer": _ROW,
    "accuracy": _ACCURACY,
    "accuracy_score": _ACCURACY,
    "backend": "arrays are NumPy's: use np",
    "callbacks": "fit is a loop of yours: write for epoch in fit(...) and your lines in it",
    "hub": _HUB,
    "image_dataset_from_directory": "use data.load_images('folder')",
    "keras": "layers and losses are in cnnkit itself: write from cnnkit import Conv2d",
    "load_data": "use data.load_mnist(), data.load_digits() or data.load_images(path)",
    "load_img": "use data.load_image(path)",
    "load_model": "make the same Sequential(...) and write model.load('model.npz')",
    "metrics": _ACCURACY,
    "models": _HUB,
    "optimizers": "write from cnnkit import SGD, Adam",
    "preprocessing": "use data.load_images, and data.augment for random changes",
    "resnet18": _HUB,
    "save_model": "write model.save('model.npz')",
    "seed": "give layers and fit rng=np.random.default_rng(0)",
    "set_seed": "give layers and fit rng=np.random.default_rng(0)",
    "summary": "write model.summary((1, 28, 28))",
    "to_categorical": "leave it out: CrossEntropyLoss takes class numbers; or np.eye(classes)[y]",
    "unfold": "use cnnkit.windows.rows_of_windows",
    **dict.fromkeys(("alexnet", "densenet121", "inception_v3", "mobilenet_v2", "resnet50"), _HUB),
    **dict.fromkeys(("efficientnet_b0", "resnet34", "vgg16", "vgg19"), _HUB),
}
ROOMS_ANY_CASE = {name.lower(): advice for name, advice in ROOMS.items()}
# of networks and layers, optimisers and losses
_TRAINED = (
    "every parameter learns; to keep layers, train another network on what they give: "
    "Sequential(*list(model)[-1:])"
)
_ANEW = "the layers of a network stay; make a new one: Sequential(*list(model), Linear(10, 2))"
_WALK = "write for layer in model, or model.named_layers().items()"
MODELS = {
    "evaluate": "write evaluate(model, x, y, loss=CrossEntropyLoss())",
    "fit": "write for epoch in fit(model, x, y, loss=CrossEntropyLoss(), "
    "optimizer=Adam(model), epochs=5)",
    "predict": "write predict(model, x)",
    "predict_proba": "write functional.softmax(predict(model, x), 1)",
    "add": _ANEW,
    "state_dict": "only a network has one: write model.state_dict(), and make a new optimiser",
    "load_state_dict": "only a network has one: write model.load_state_dict(state), and make a new "
    "optimiser",
    "get_weights": "write model.state_dict(), which gives them by name",
    "set_weights": "write model.load_state_dict(arrays, match='order')",
    "save_weights": "write model.save('model.npz')",
    "load_weights": "write model.load('model.npz')",
    "apply": "write for layer in model, and set layer.weight",
    "compile": "leave it out",
    "double": "write model.to('float64')",
    "float": "write model.to('float32')",
    "half": "use model.to('float32')",
    **dict.fromkeys(
        ("fit_one_cycle", "fine_tune", "fit_generator", "partial_fit", "train_model"),
        "write for epoch in fit(model, x, y, loss=CrossEntropyLoss(), optimizer=Adam(model), "
        "epochs=5)",
    ),
    **dict.fromkeys(
        ("lr_find", "auto_lr_find"),
        "try some rates: train.search(build, {str(lr): {'lr': lr} for lr in (0.01, 0.1, 1)}, ...)",
    ),
    **dict.fromkeys(("to_onnx", "export"), "write export_onnx(model, 'net.onnx', (1, 28, 28))"),
    **dict.fromkeys(("save_pretrained", "to_json", "to_yaml"), "write model.save('model.npz')"),
    "load_from_checkpoint": "write model.load('model.npz')",
    "register_buffer": "set self.name, and name it in buffer_names = ('name',) of the class",
    "register_forward_hook": "write model.activations(x)",
    "register_parameter": "set self.name, and name it in names = ('name',) of the class",
    **dict.fromkeys(("requires_grad_", "freeze", "unfreeze", "freeze_to"), _TRAINED),
    **dict.fromkeys(("add_module", "append", "extend", "insert", "pop"), _ANEW),
    **dict.fromkeys(("children", "modules", "named_children", "named_modules"), _WALK),
    **dict.fromkeys(("cpu", "cuda", "share_memory"), _PROCESSOR),
    "param_groups": "write optimizer.lr = 0.01",
    "learning_rate": "write optimizer.lr = 0.01",
    "minimize": "write model.backward(loss.backward()) and optimizer.step()",
    "apply_gradients": "write optimizer.step(), after model.backward(loss.backward())",
    "get_lr": "write schedule.optimizer.lr",
    "build": "leave it out: sizes follow from what comes in",
    "count_params": "write sum(array.size for array in model.parameters().values())",
    "data": "it is a number already; leave it out",
    "filters": "it is called out_channels here",
    "get_layer": "write model[0], or model.named_layers()",
    "grad_fn": "the gradient begins with model.backward(criterion.backward())",
    "history": "write history = list(fit(model, x, y, ...)): one record per epoch",
    "input_shape": "pictures of any size fit; model.output_shape((1, 1, 28, 28)) tells the output",
    "last_epoch": "write schedule.optimizer.lr for the rate of now",
    "named_buffers": "write model.buffers().items()",
    "output": "write model.activations(x), which gives the output of every layer",
    "predict_classes": "write predict(model, x)",
    "reset_parameters": "make a new layer",
    "score": "write evaluate(model, x, y, loss=CrossEntropyLoss()).accuracy",
    "train_on_batch": "write train_step(model, x, y, loss=CrossEntropyLoss(), optimizer=optimizer)",
    "zero_grad": "leave it out: a backward pass replaces the gradients of the one before",
    "W": "it is called weight here",
    "b": "it is called bias here",
    "device": _PROCESSOR,
    "grad": "write layer.gradients, by name, or model.gradients()",
    "kernel": "it is called weight here",
    "weights": "write model.parameters(), or layer.weight",
    "requires_grad": _TRAINED,
    "trainable": _TRAINED,
    "add_param_group": "every parameter learns at one rate: set optimizer.lr",
    "get_last_lr": "write schedule.optimizer.lr",
    "detach": "it is a number already; leave it out",
    "numpy": "it is a number already; leave it out",
}
# of one parameter
PARAMETERS = {
    "grad": "write model.gradients(), by name too",
    "numel": "write sum(p.size for p in model.parameters().values())",
    **dict.fromkeys(("requires_grad", "requires_grad_"), MODELS["requires_grad_"]),
}
