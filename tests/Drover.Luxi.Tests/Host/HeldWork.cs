using System.Collections.Concurrent;
using System.Text.Json;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Opcodes;

namespace Drover.Luxi.Tests.Host;

/// <summary>Work that takes as long as a test wants: OP_TEST_HELD. Two such jobs at a time leave the queue. And a table of many rows whose
/// listing takes as long: <c>held</c>.</summary>
internal sealed class HeldWork : IDomain
{
    private readonly HeldOperation _operation = new();

    public void Describe(DomainBuilder d)
    {
        d.Operation(_operation);
        d.Pool("held", _ => new PoolLimits(2, 2));
        d.Resource(Resource.Of<long>("held", "Rows that take their time")
            .KeyedBy("id", row => row)
            .Rows(_ => Rows(), inKeyOrder: true)
            .Field("id", "ID", FieldKind.Number, "Number", row => row)
            .Build());
    }

    /// <summary>Opens when the last rows of the table may be listed.</summary>
    public ManualResetEventSlim LastRows { get; } = new();

    private IEnumerable<long> Rows()
    {
        for (var row = 1; row <= 1_000; row++)
        {
            if (row == 900)
                LastRows.Wait();
            yield return row;
        }
    }

    public void LetGo(long job) => _operation.Gate(job).TrySetResult();

    /// <summary>Writes the words of its comment into its log; then ends at once when it is short, or when it is let go.</summary>
    private sealed class HeldOperation : EffectOperation
    {
        private readonly ConcurrentDictionary<long, TaskCompletionSource> _gates = new();

        public override OpcodeSchema Schema { get; } = new(
            "OP_TEST_HELD", [new OpcodeParameter("duration", ParameterType.Parse("Float"), default, Required: true)], "duration");

        public override string Pool => "held";

        public TaskCompletionSource Gate(long job) =>
            _gates.GetOrAdd(job, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
        {
            if (context["comment"] is { ValueKind: JsonValueKind.String } comment)
                foreach (var word in comment.GetString()!.Split(' '))
                    context.Log(word);
            if (context["duration"].GetDouble() > 1)
                await Gate(context.JobId).Task.WaitAsync(cancellationToken);
            return OpcodeOutcome.None;
        }
    }
}
