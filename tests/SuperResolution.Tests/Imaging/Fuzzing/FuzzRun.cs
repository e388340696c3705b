namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>
/// Thousands of damaged files, each of which must end in a picture or in the kit's own error: soon, and without much memory.
/// </summary>
/// <remarks>
/// The environment variable SUPERRESOLUTION_FUZZ asks for longer runs: COUNT or COUNT:SEED, for example 200000:7. Case I of seed S is the
/// same file everywhere; a failure names both and has the file, unless it is long, in Base64.
/// </remarks>
internal sealed class FuzzRun(int count, int seed)
{
    public const string Variable = "SUPERRESOLUTION_FUZZ";

    private volatile int current = -1;

    /// <summary>How long one case may take before it counts as endless: thousands of times what the slowest ones take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What the variable says, or a run of seconds.</summary>
    public static FuzzRun FromEnvironment(int count)
    {
        var said = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Array.ConvertAll(text.Split(':'), int.Parse)
            : [count];
        return new FuzzRun(said[0], said.Length > 1 ? said[1] : 1);
    }

    /// <summary>Damages sound files and gives each to <paramref name="check"/>, which throws if something is wrong.</summary>
    /// <returns>How often each outcome was met.</returns>
    public IReadOnlyDictionary<string, int> Run(IReadOnlyList<byte[]> sound, Func<byte[], string> check) =>
        Run(index => Case(sound, index), check);

    /// <summary>The same with damage of another kind.</summary>
    public IReadOnlyDictionary<string, int> Run(byte[] sound, Func<byte[], Random, byte[]> damage, Func<byte[], string> check) =>
        Run(index => damage(sound, RandomOf(index)), check);

    private Dictionary<string, int> Run(Func<int, byte[]> make, Func<byte[], string> check)
    {
        var outcomes = new Dictionary<string, int>();
        Exception? failure = null;
        var worker = new Thread(() =>
        {
            for (current = 0; current < count && failure is null; current++)
            {
                byte[] file = [];
                try
                {
                    file = make(current);
                    var outcome = check(file);
                    outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                }
                catch (Exception error)
                {
                    failure = new InvalidOperationException($"{Name(current, file)}: {error.Message}", error);
                }
            }
        })
        { IsBackground = true };
        worker.Start();
        for (var last = -1; !worker.Join(Patience); last = current)
            if (current == last) throw new TimeoutException($"{Name(last, make(last))} does not end: more than {Patience}.");
        if (failure is not null) throw failure;
        return outcomes;
    }

    private string Name(int index, byte[] file) =>
        $"Case {index} of seed {seed} ({(file.Length <= 4096 ? Convert.ToBase64String(file) : $"{file.Length:N0} bytes")})";

    /// <summary>The damaged file of a case.</summary>
    public byte[] Case(IReadOnlyList<byte[]> sound, int index)
    {
        var random = RandomOf(index);
        return Mutator.Mutate(sound[random.Next(sound.Count)], sound[random.Next(sound.Count)], random);
    }

    private Random RandomOf(int index) =>
        new(unchecked((int)(((uint)seed * 2654435761u) ^ (((uint)index * 2246822519u) + 374761393u))));
}
