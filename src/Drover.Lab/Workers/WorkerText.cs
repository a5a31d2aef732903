using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;
using Drover.Yaml;

namespace Drover.Lab.Workers;

/// <summary>The rule for texts that workers get: a broken one is refused when it is set, and never reaches a worker.</summary>
internal static class WorkerText
{
    /// <param name="what">What the text is, for the error.</param>
    /// <param name="text">The text; empty for none.</param>
    /// <param name="limit">Most characters.</param>
    /// <exception cref="OperationException">Workers would not cope with it: they take nothing but a mapping.</exception>
    public static void Check(string what, string text, int limit)
    {
        if (text.Length > limit)
            throw Refusal.WrongInput($"{what} is {text.Length} characters long, and at most {limit} are kept: make it shorter, or raise lab-text-size");
        try
        {
            if (text.Length > 0 && YamlReader.Read(text, YamlRules.Safe) is not (YamlMap or YamlScalar { Kind: YamlScalarKind.None }))
                throw Refusal.WrongInput($"{what} is no YAML mapping: write lines of NAME: VALUE");
        }
        catch (YamlException e)
        {
            throw Refusal.WrongInput($"{what} is no YAML: {e.Message}");
        }
    }
}

/// <summary>OP_WORKER_TEXT_SET: gives a worker, or all of them, one text; an empty one takes it away.</summary>
internal sealed class SetWorkerText(LabOptions options) : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_WORKER_TEXT_SET",
    [
        new("worker", ParameterType.NameOrEmpty, "\"\""u8.ToArray(), Required: false),
        new("kind", ParameterType.OneOf("dispatcher", "env", "env-dut"), default, Required: true),
        new("text", ParameterType.String, default, Required: true),
    ], "kind");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (scope["worker"].Text() is { Length: > 0 } worker && scope.State.Objects.Find(Worker.Kind, worker) is null)
            throw Refusal.Unknown("Worker", worker);
        WorkerText.Check(scope["kind"].Text()!, scope["text"].Text()!, options.TextLimit);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var name = scope["worker"].Text() is { Length: > 0 } worker ? worker : WorkerConfiguration.ForAll;
        var text = scope["text"].Text() is { Length: > 0 } given ? given : null;
        var before = decision.State.Objects.Find(WorkerConfiguration.Kind, name) ?? new WorkerConfiguration { Name = name };
        decision.Store(WorkerConfiguration.Kind, name, scope["kind"].Text() switch
        {
            "dispatcher" => before with { Dispatcher = text },
            "env" => before with { Environment = text },
            _ => before with { DeviceEnvironment = text },
        });
        return OpcodeOutcome.None;
    }
}
