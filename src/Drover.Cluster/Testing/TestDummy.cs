using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Testing;

/// <summary>OP_TEST_DUMMY: does nothing but what its parameters say: logs messages, submits jobs, fails, or gives a result.</summary>
internal sealed class TestDummy() : ClusterEffectOperation("OP_TEST_DUMMY")
{
    /// <summary>It touches nothing outside.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    protected override void Check(OperationContext context)
    {
        if (context["messages"] is { } messages && messages.IsGiven()
            && !(messages.ValueKind == JsonValueKind.Array && messages.EnumerateArray().All(m => m.ValueKind == JsonValueKind.String)))
            throw Refusal.WrongInput($"Parameter 'messages' is {ParameterProblem.Words(messages)}, but has to be a list of texts");
    }

    protected override Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        foreach (var message in context["messages"].Texts())
            context.Log(message);
        if (Fails(context["fail"]))
            throw Refusal.Failed(context["fail"].Text() is { Length: > 0 } text ? text : "This test opcode was asked to fail");
        var result = context["result"].IsGiven() ? RawJson.From(context["result"]) : RawJson.Null;
        return Task.FromResult(new OpcodeOutcome(result) { Jobs = Jobs(context) });
    }

    private static bool Fails(JsonElement fail) =>
        fail.IsGiven() && fail.ValueKind != JsonValueKind.False && !(fail.ValueKind == JsonValueKind.String && fail.GetString()!.Length == 0);

    private static List<IReadOnlyList<AcceptedOpcode>> Jobs(OperationContext context)
    {
        var jobs = new List<IReadOnlyList<AcceptedOpcode>>();
        var wanted = context["submit_jobs"];
        if (!wanted.IsGiven())
            return jobs;
        var reader = new OpcodeReader(context.Catalog);
        try
        {
            foreach (var job in wanted.EnumerateArray())
                jobs.Add([.. job.EnumerateArray().Select((opcode, index) => reader.Read(opcode, OpcodeReadOptions.Own, index))]);
            return jobs;
        }
        catch (OpcodeException problem)
        {
            throw Refusal.WrongInput($"Parameter 'submit_jobs': {problem.Message}");
        }
        catch (InvalidOperationException)
        {
            throw Refusal.WrongInput("Parameter 'submit_jobs' has to be a list of jobs, each a list of opcodes");
        }
    }
}
