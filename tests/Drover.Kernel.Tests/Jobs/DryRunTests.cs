using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>A trial changes no state; an operation that acts in the world hears of it.</summary>
public sealed class DryRunTests
{
    [Theory]
    [InlineData("OP_STATE", ",\"dry_run\":true", "null")]
    [InlineData("OP_STATE", ",\"dry_run\":false", "\"done\"")]
    [InlineData("OP_STATE", "", "\"done\"")]
    [InlineData("OP_EFFECT", ",\"dry_run\":true", "\"a trial\"")]
    [InlineData("OP_EFFECT", ",\"dry_run\":false", "\"done\"")]
    [InlineData("OP_EFFECT", "", "\"done\"")]
    public async Task A_trial_is_told_to_an_operation_that_acts_and_is_not_decided_in_the_state(string opcode, string parameter, string result)
    {
        await using var kernel = await TestKernel.StartAsync(new Trials());
        var id = await kernel.SubmitAsync($$"""{"OP_ID":"{{opcode}}"{{parameter}}}""");
        await kernel.EndAsync(id);
        Assert.Equal(result, kernel.Stored(id).Ops[0].Result.ToString());
    }

    private static OpcodeOutcome Outcome(bool isTrial) => new(RawJson.String(isTrial ? "a trial" : "done"));

    private sealed class Trials : IDomain
    {
        public void Describe(DomainBuilder d)
        {
            d.Operation(new InState());
            d.Operation(new InEffect());
        }
    }

    private sealed class InState : StateOperation
    {
        public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_STATE");

        protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => Outcome(isTrial: false);
    }

    private sealed class InEffect : EffectOperation
    {
        public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_EFFECT");

        protected internal override Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken) => Task.FromResult(Outcome(context.DryRun));
    }
}
