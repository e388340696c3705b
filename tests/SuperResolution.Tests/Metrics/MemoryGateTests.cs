using SuperResolution.Metrics;

namespace SuperResolution.Tests.Metrics;

public class MemoryGateTests
{
    [Fact]
    public async Task Places_are_given_out_up_to_the_budget()
    {
        var gate = new MemoryGate(100);
        var (first, second) = (gate.Enter(60), gate.Enter(40));
        var third = Task.Run(() => gate.Enter(1).Dispose());
        Assert.NotEqual(third, await Task.WhenAny(third, Task.Delay(50)));
        first.Dispose();
        await third;
        second.Dispose();
        using (gate.Enter(1000)) Assert.Equal(2, gate.Peak); // larger than the budget: alone
    }
}
