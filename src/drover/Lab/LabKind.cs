namespace Drover.Cli.Lab;

/// <summary>One kind of things of the lab that verbs add, change and remove.</summary>
/// <param name="Word">What the verbs and listings call it.</param>
/// <param name="Opcodes">How the names of its opcodes begin.</param>
/// <param name="Title">What it is in a sentence.</param>
/// <param name="Options">Its options.</param>
internal sealed record LabKind(string Word, string Opcodes, string Title, IReadOnlyList<LabOption> Options)
{
    public static LabKind Device { get; } = new("device", "OP_DEVICE", "a device",
    [
        new("--type", "device_type", "TYPE", "its device type"),
        LabOption.Of("worker", "WORKER", "the worker that it hangs on; '' for none"),
        LabOption.Of("dictionary", "FILE", "its device dictionary in Jinja2; an empty file takes it away"),
        LabOption.Of("tags", "TAGS", "what it offers, with commas between"),
        LabOption.Of("health", "HEALTH", "good, unknown, looping, bad, maintenance or retired"),
        LabOption.Of("health_reason", "TEXT", "why it has this health"),
        LabOption.Of("description", "TEXT", "words for people"),
        LabOption.Of("public", "ANSWER", "yes or no: whether anybody may use it"),
        LabOption.Of("owner", "PRINCIPAL", "user:NAME or uid:NUMBER who may use it where it is not public; '' for operators alone"),
        LabOption.Of("group", "GROUP", "the group whose members may use it where it is not public; '' for none"),
    ]);

    public static LabKind DeviceType { get; } = new("device-type", "OP_DEVICE_TYPE", "a device type",
    [
        LabOption.Of("description", "TEXT", "words for people"),
        LabOption.Of("health_frequency", "N", "after how many hours or jobs a health check is due"),
        LabOption.Of("health_denominator", "UNIT", "hours or jobs"),
        LabOption.Of("disable_health_check", "ANSWER", "yes or no: whether its devices are used without health checks"),
        LabOption.Of("display", "ANSWER", "yes or no: whether it is shown to those who choose a type"),
        LabOption.Of("aliases", "NAMES", "other names by which it is known, with commas between"),
        new("--template", "text", "FILE", "the template of its name, which device dictionaries extend, in Jinja2") { Opcode = "OP_DEVICE_TEMPLATE_SET" },
        new("--health-check", "definition", "FILE", "the test job that is its health check") { Opcode = "OP_HEALTH_CHECK_SET" },
    ]);

    public static LabKind Worker { get; } = new("worker", "OP_WORKER", "a worker",
    [
        LabOption.Of("description", "TEXT", "words for people"),
        LabOption.Of("job_limit", "N", "most test jobs that it runs at once; 0 for any number"),
        LabOption.Of("health", "HEALTH", "active, maintenance or retired") with { IsForChange = true },
        new("--token", "token_hash", "TOKEN", "the token by which it is known over HTTP; the daemon gets its hash alone, '' takes it away") { IsSecret = true },
    ]);

    public static IReadOnlyList<LabKind> All { get; } = [Device, DeviceType, Worker];

    /// <summary>What a verb is typed as that does what an opcode does, for who looks the opcode up; null for none.</summary>
    public static string? VerbOf(string opcode)
    {
        foreach (var kind in All)
        {
            if (opcode == kind.Opcodes + "_ADD")
                return $"drover add {kind.Word} NAME{(kind == Device ? " --type TYPE --worker WORKER" : "")}";
            if (opcode == kind.Opcodes + "_SET")
                return $"drover mod {kind.Word} NAME {kind.Options[0].Name} {kind.Options[0].Value}";
            if (opcode == kind.Opcodes + "_REMOVE")
                return $"drover del {kind.Word} NAME";
            if (kind.Options.FirstOrDefault(option => option.Opcode == opcode) is { } option)
                return $"drover mod {kind.Word} NAME {option.Name} {option.Value}";
        }

        return TestJobs.TestJobDefinition.IsOpcode(opcode) ? "drover submit job.yaml" : null;
    }
}
