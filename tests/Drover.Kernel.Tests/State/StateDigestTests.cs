using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.State;

public sealed class StateDigestTests
{
    [Fact]
    public async Task States_that_differ_in_anything_have_different_digests()
    {
        await using var kernel = await TestKernel.StartAsync();
        var states = new List<KernelState> { kernel.Host.State };
        await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"a"}""");
        states.Add(kernel.Host.State);
        states.Add(states[^1] with { Objects = states[^1].Objects.With("note", "a", (string[])["b"]) });
        states.Add(states[^1] with { LogSerials = states[^1].LogSerials.SetItem(1, 7) });
        states.Add(states[^1] with { Jobs = states[0].Jobs });
        Assert.Equal(states.Count, states.Select(state => StateDigest.OfAll(state, kernel.Host.Model.Codec)).Distinct().Count());
        // Jobs and objects are in rows.
        Assert.Equal(StateDigest.OfVolatile(states[1]), StateDigest.OfVolatile(states[2]));
        Assert.Equal(StateDigest.OfVolatile(states[3]), StateDigest.OfVolatile(states[4]));
        Assert.NotEqual(StateDigest.OfVolatile(states[2]), StateDigest.OfVolatile(states[3]));
    }
}
