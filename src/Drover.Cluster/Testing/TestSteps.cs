using System.Globalization;
using System.Text;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Testing;

/// <summary>
/// OP_TEST_STEPS, Drover's own: goes through numbered steps and survives a crash of the daemon without repeating one. Each step is
/// a line <c>JOB STEP</c> in the evidence file, synced, and is journaled afterwards. Between the two a crash leaves the outcome
/// unknown; the resumed call then looks at the world, that is, at the last line of the file.
/// </summary>
internal sealed class TestSteps(Evidence evidence) : ClusterEffectOperation(new OpcodeSchema("OP_TEST_STEPS",
    [
        new("steps", ParameterType.IntegerBetween(1, 1_000_000), default, Required: true),
        new("step_seconds", ParameterType.Float, "0.1"u8.ToArray(), Required: false),
        OpcodeParameter.Optional("evidence", ParameterType.NonEmptyString),
    ], "steps"))
{
    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    protected override void Check(OperationContext context)
    {
        if (context["step_seconds"].GetDouble() is < 0 or > 86_400)
            throw Refusal.WrongInput($"Parameter 'step_seconds' is {context["step_seconds"].GetRawText()}, but has to be 0 to 86400");
        if (context["evidence"].Text() is { } name && !Evidence.IsName(name))
            throw Refusal.WrongInput($"Parameter 'evidence' is '{name}', but has to be a file name of letters, digits, '-', '_' and '.', up to 100, without a directory");
    }

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var steps = context["steps"].GetInt64();
        var file = context["evidence"].Text();
        var done = Journaled(context);
        if (context.Resumed && file is not null)
            done = Math.Max(done, evidence.LastStep(file, Marker(context)));
        if (context.Resumed)
            context.Log(string.Create(CultureInfo.InvariantCulture, $" - INFO: goes on after step {done} of {steps}"));
        while (done < steps)
        {
            context.WaitsFor = string.Create(CultureInfo.InvariantCulture, $"step {done + 1} of {steps}");
            await Delays.WaitAsync(TimeSpan.FromSeconds(context["step_seconds"].GetDouble()), context.Clock, cancellationToken);
            done++;
            if (file is not null)
                evidence.Append(file, Marker(context), done);
            await context.SaveProgressAsync(RawJson.Write(w => w.WriteNumberValue(done)), cancellationToken);
        }
        return new OpcodeOutcome(RawJson.Write(w => w.WriteNumberValue(done)));
    }

    private static long Journaled(OperationContext context) =>
        context.Progress.HasValue && long.TryParse(Encoding.UTF8.GetString(context.Progress.Utf8.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : 0;

    /// <summary>The job, and its opcode behind a dot where it is not the first.</summary>
    private static string Marker(OperationContext context) => context.Opcode == 0
        ? context.JobId.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{context.JobId}.{context.Opcode}");
}
