// Six threads compute and collect; every result is known. Arguments: collections, seconds at most.
// Beside TorchSharp's own assembly operands are freed under native code: operators throw, results are wrong, the process ends.
using System.Diagnostics;
using static TorchSharp.torch;

set_num_threads(1);
var (wanted, limit) = (int.Parse(args[0]), TimeSpan.FromSeconds(int.Parse(args[1])));
var script = jit.compile("def f(x, a: float, b: float):\n    return x * a + b\n");
(double Result, Func<double> Work)[] works =
[
    (5, () => Mean(x => (nn.functional.leaky_relu(x, 0.25) + 3.0f) * 2.0f)),                  // numbers that become scalars
    (6.5, () => Mean(x => ((x + 1) * (x - 1)).clamp(0.5, 2.5) + x.lerp(x * 3, 0.5).abs())),
    (4, () => Mean(x => where(x < 0, x.square(), full(1, 7.0f)).masked_fill_(x > 0, 1.5))),
    (-5, () => Mean(x => nn.utils.rnn.pad_sequence(Multiples(x)))),                           // made while the list is read
    (-4, () => Mean(x => stack(Multiples(x).ToList(), 0)[TensorIndex.Tensor(tensor(1L)), TensorIndex.Ellipsis])), // of a list, in an index
    (-6, () => (full(64, -2.0f) * 3).data<float>()[63]),                                      // an accessor is the tensor's only owner
    (-2.5, () => Mean(x => (Tensor)script.invoke("f", x, 1.5, 0.5))),                         // numbers gathered for TorchScript
    (6, () => Gradient(x => x * x * 1.5f)),
    (3, () => Gradient(x => Triple.apply(x))),                                                // gradients that go back to native code
];

foreach (var (result, work) in works) // alone all of them are right
{
    if (work() != result) throw new InvalidOperationException($"{work()} is not {result}.");
}

long done = 0, thrown = 0, wrong = 0;
var watch = Stopwatch.StartNew();
var threads = Enumerable.Range(0, 6).Select(number => new Thread(() =>
{
    for (var i = number; GC.CollectionCount(0) < wanted && watch.Elapsed < limit; i++)
    {
        if (Volatile.Read(ref thrown) + Volatile.Read(ref wrong) > 0) break;
        var (result, work) = works[i % works.Length];
        try
        {
            if (work() != result) Interlocked.Increment(ref wrong);
        }
        catch (Exception error)
        {
            if (Interlocked.Increment(ref thrown) == 1) Console.WriteLine(error);
        }
        Interlocked.Increment(ref done);
        GC.Collect(0); // what this thread left, and what the others are in the middle of
    }
})).ToList();
threads.ForEach(thread => thread.Start());
threads.ForEach(thread => thread.Join());
var seconds = watch.Elapsed.TotalSeconds;
Console.WriteLine($"{GC.CollectionCount(0)} collections, {done} results, {thrown} thrown, {wrong} wrong, {seconds:0} s");
return thrown + wrong == 0 ? 0 : 1;

// Sums of these numbers are exact in any order.
static double Mean(Func<Tensor, Tensor> work) => work(full(64, -2.0f)).mean().item<float>();

static IEnumerable<Tensor> Multiples(Tensor x) => Enumerable.Range(1, 4).Select(i => x * (float)i);

static double Gradient(Func<Tensor, Tensor> work)
{
    var x = full(64, 2.0f, requires_grad: true);
    return autograd.grad([work(x).sum()], [x])[0].mean().item<float>();
}

internal sealed class Triple : autograd.SingleTensorFunction<Triple>
{
    public override string Name => nameof(Triple);

    public override Tensor forward(autograd.AutogradContext context, params object[] values) => (Tensor)values[0] * 3.0f;

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [gradient * 3.0f];
}
