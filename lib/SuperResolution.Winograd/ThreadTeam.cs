namespace SuperResolution.Winograd;

/// <summary>Threads that do parts of a job together with their caller, and sleep between jobs.</summary>
/// <remarks>
/// A layer takes less than a millisecond, a thread of the pool some ten microseconds to wake up: members look for the next job for about
/// as long before they sleep. Longer spinning would take a busy machine's processors away from others.
/// </remarks>
internal sealed class ThreadTeam : IDisposable
{
    private const int Spins = 400;

    private readonly Action<int> work;
    private readonly AutoResetEvent[] wake;
    private readonly int[] asleep;
    private int job, busy;
    private volatile bool ended;

    /// <param name="size">Members, the caller included.</param>
    /// <param name="work">What each of them does for a job, given its number from 0; must not throw.</param>
    public ThreadTeam(int size, Action<int> work)
    {
        this.work = work;
        (wake, asleep) = (new AutoResetEvent[size], new int[size]);
        for (var member = 1; member < size; member++)
        {
            wake[member] = new AutoResetEvent(false);
            var number = member;
            new Thread(() => Serve(number)) { IsBackground = true, Name = $"Winograd {number}" }.Start();
        }
    }

    /// <summary>Does one job: returns when every member has done its part.</summary>
    public void Run()
    {
        Volatile.Write(ref busy, wake.Length - 1);
        Announce();
        work(0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref busy) > 0) wait.SpinOnce(sleep1Threshold: -1);
    }

    public void Dispose()
    {
        ended = true;
        Announce();
    }

    private void Announce()
    {
        Interlocked.Increment(ref job);
        for (var member = 1; member < wake.Length; member++)
        {
            if (Volatile.Read(ref asleep[member]) == 1) wake[member].Set();
        }
    }

    private void Serve(int member)
    {
        for (var done = 0; ;)
        {
            for (var spins = 0; Volatile.Read(ref job) == done; spins++)
            {
                if (spins < Spins)
                {
                    Thread.SpinWait(8);
                    continue;
                }
                Interlocked.Exchange(ref asleep[member], 1); // seen by whoever announces a job after this, or the job is seen below
                if (Volatile.Read(ref job) == done) wake[member].WaitOne();
                Volatile.Write(ref asleep[member], 0);
            }
            done = Volatile.Read(ref job);
            if (ended)
            {
                wake[member].Dispose();
                return;
            }
            work(member);
            Interlocked.Decrement(ref busy);
        }
    }
}
