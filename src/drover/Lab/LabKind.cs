namespace Drover.Cli.Lab;

/// <summary>One kind of things of the lab that verbs add, change and remove.</summary>
/// <param name="Word">What the verbs and listings call it.</param>
/// <param name="Opcodes">How the names of its opcodes begin.</param>
/// <param name="Verbs">What the verbs about it do.</param>
/// <param name="Options">Its options.</param>
internal sealed record LabKind(string Word, string Opcodes, LabVerbs Verbs, IReadOnlyList<LabOption> Options)
{
    public static LabKind Device { get; } = new("device", "OP_DEVICE", new("verb.add-device", "verb.mod-device", "verb.del-device"),
    [
        new("--type", "device_type", "TYPE", "lab.type"),
        LabOption.Of("worker", "WORKER", "lab.worker"),
        LabOption.Of("dictionary", "FILE", "lab.dictionary"),
        LabOption.Of("tags", "TAGS", "lab.tags"),
        LabOption.Of("health", "HEALTH", "lab.health"),
        LabOption.Of("health_reason", "TEXT", "lab.health-reason"),
        LabOption.Of("description", "TEXT", "lab.description"),
        LabOption.Of("public", "ANSWER", "lab.public"),
        LabOption.Of("owner", "PRINCIPAL", "lab.owner"),
        LabOption.Of("group", "GROUP", "lab.group"),
    ]);

    public static LabKind DeviceType { get; } = new("device-type", "OP_DEVICE_TYPE", new("verb.add-device-type", "verb.mod-device-type", "verb.del-device-type"),
    [
        LabOption.Of("description", "TEXT", "lab.description"),
        LabOption.Of("health_frequency", "N", "lab.health-frequency"),
        LabOption.Of("health_denominator", "UNIT", "lab.health-denominator"),
        LabOption.Of("disable_health_check", "ANSWER", "lab.no-health-check"),
        LabOption.Of("display", "ANSWER", "lab.display"),
        LabOption.Of("aliases", "NAMES", "lab.aliases"),
        new("--template", "text", "FILE", "lab.template") { Opcode = "OP_DEVICE_TEMPLATE_SET" },
        new("--health-check", "definition", "FILE", "lab.health-check") { Opcode = "OP_HEALTH_CHECK_SET" },
    ]);

    public static LabKind Worker { get; } = new("worker", "OP_WORKER", new("verb.add-worker", "verb.mod-worker", "verb.del-worker"),
    [
        LabOption.Of("description", "TEXT", "lab.description"),
        LabOption.Of("job_limit", "N", "lab.job-limit"),
        LabOption.Of("health", "HEALTH", "lab.worker-health") with { IsForChange = true },
        new("--token", "token_hash", "TOKEN", "lab.token") { IsSecret = true },
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
