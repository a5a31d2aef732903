using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Every operation hears whether only a trial was asked for.</summary>
public sealed class DryRunTests
{
    [Theory]
    [InlineData("OP_STATE", ",\"dry_run\":true", "\"a trial\"")]
    [InlineData("OP_STATE", ",\"dry_run\":false", "\"done\"")]
    [InlineData("OP_STATE", "", "\"done\"")]
    [InlineData("OP_EFFECT", ",\"dry_run\":true", "\"a trial\"")]
    [InlineData("OP_EFFECT", ",\"dry_run\":false", "\"done\"")]
    [InlineData("OP_EFFECT", "", "\"done\"")]
    public async Task An_operation_is_told_of_a_trial(string opcode, string parameter, string result)
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

        protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => Outcome(scope.DryRun);
    }

    private sealed class InEffect : EffectOperation
    {
        public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_EFFECT");

        protected internal override Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken) => Task.FromResult(Outcome(context.DryRun));
    }
}
