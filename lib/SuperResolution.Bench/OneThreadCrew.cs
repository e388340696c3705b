using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace SuperResolution.Platform;

/// <summary>
/// Threads in which every operator of LibTorch uses one thread: for many small tasks beside each other instead of one large task on all
/// cores.
/// </summary>
/// <param name="count">How many.</param>
internal sealed class OneThreadCrew(int count) : IDisposable
{
    private Exception? failure;

    /// <summary>Does the same work in all threads and waits for their end.</summary>
    /// <param name="work">Is given a question: has another thread failed, so that this one should stop?</param>
    /// <exception cref="Exception">What the first thread that failed threw.</exception>
    public void Run(Action<Func<bool>> work)
    {
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            try
            {
                set_num_threads(1); // OpenMP keeps this number for each thread of the program on its own
                work(() => Volatile.Read(ref failure) is not null);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Gives the caller's thread, and those that are made from now on, the kit's number back.</summary>
    public void Dispose() => set_num_threads(Compute.Threads);
}
