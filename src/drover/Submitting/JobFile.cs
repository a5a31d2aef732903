using System.Text;
using System.Text.Json;
using Drover.Cli.Live;
using Drover.Cli.TestJobs;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary>Reads jobs from a file of JSON or YAML: a test job as LAVA has it, one opcode, <c>{ops: [...]}</c>, or <c>{jobs: [{ops: [...]}, ...]}</c>.</summary>
internal static class JobFile
{
    private const int LargestFile = 16 * 1024 * 1024;

    /// <summary>The jobs of the file, each a list of opcodes; and whether it was written as a list of jobs.</summary>
    public static SubmitPlan Read(Session session, string path)
    {
        var text = ReadText(session, path);
        if (TestJobDefinition.Is(text))
            return new([new([TestJobDefinition.ToOpcode(text)], TestJobDefinition.IsGroup(text) ? TestGroupWatch.FollowSubmitted : TestJobWatch.FollowSubmitted)], IsList: false, Token: null);
        var yaml = path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            || (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && text.AsSpan().TrimStart() is not ['{' or '[', ..]);
        return Shape(yaml ? YamlToJson.Convert(text, path) : ParseJson(text, path), path);
    }

    /// <summary>The jobs of several files in one submit.</summary>
    public static SubmitPlan Read(Session session, IReadOnlyList<string> paths)
    {
        if (paths.Count == 1)
            return Read(session, paths[0]);
        using var bar = new ProgressBar(session.Screen, "file", paths.Count);
        List<(string Path, SubmitPlan Plan)> plans = [];
        foreach (var path in paths)
        {
            bar.Report(plans.Count);
            plans.Add((path, Read(session, path)));
        }

        return plans.Find(file => file.Plan.Token is not null) is { Path: { } named }
            ? throw Bad(Language.Say("file.token", named), Language.Say("file.token.hint"))
            : new([.. plans.SelectMany(file => file.Plan.Jobs)], IsList: true, Token: null);
    }

    /// <summary>The text of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="CliException">It cannot be read, or is too large.</exception>
    public static string ReadText(Session session, string path)
    {
        try
        {
            using var stream = path.Length == 0 ? throw CliException.Usage(Language.Say("file.empty"), Language.Say("file.stdin")) : path == "-" ? session.Screen.OpenInput() : File.OpenRead(path);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var buffer = new char[LargestFile + 1];
            var length = reader.ReadBlock(buffer);
            if (length > LargestFile)
                throw Bad(Language.Say("file.large", path), Language.Say("file.large.hint"));
            return new string(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad(Language.Say("cannot-read", path, e.Message), Language.Say("file.stdin"));
        }
    }

    private static JsonElement ParseJson(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Bad(Language.Say("file.not-json", path, e.LineNumber + 1, e.BytePositionInLine + 1), Language.Say("file.not-json.hint"));
        }
    }

    private static SubmitPlan Shape(JsonElement root, string path)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (root.TryGetProperty("OP_ID", out _))
                return new([new([root])], IsList: false, Token: null);
            if (root.TryGetProperty("ops", out var ops))
                return new([new(Ops(ops, path, "ops"))], IsList: false, Token(root));
            if (root.TryGetProperty("jobs", out var jobs) && jobs.ValueKind == JsonValueKind.Array)
            {
                var list = jobs.EnumerateArray().Select((job, i) =>
                    job.ValueKind == JsonValueKind.Object && job.TryGetProperty("ops", out var own) ? new PlannedJob(Ops(own, path, $"jobs[{i}].ops"))
                        : throw Bad(Language.Say("file.no-ops", path, i), Form)).ToList();
                return list.Count > 0 ? new(list, IsList: true, Token(root)) : throw Bad(Language.Say("file.no-job", path), Form);
            }
        }

        throw Bad(Language.Say("file.neither", path),
            Language.Say("file.test-job.hint", Form));
    }

    private static string Form => Language.Say("file.form");

    private static List<JsonElement> Ops(JsonElement ops, string path, string where)
    {
        if (ops.ValueKind != JsonValueKind.Array || ops.GetArrayLength() == 0)
            throw Bad(Language.Say("file.no-list", path, where), Form);
        foreach (var (op, i) in ops.EnumerateArray().Select((o, i) => (o, i)))
        {
            if (op.ValueKind != JsonValueKind.Object || !op.TryGetProperty("OP_ID", out var id) || id.ValueKind != JsonValueKind.String)
                throw Bad(Language.Say("file.no-id", path, where, i), Form);
        }

        return ops.EnumerateArray().ToList();
    }

    private static string? Token(JsonElement root) =>
        root.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;

    private static CliException Bad(string message, string hint) => new("BAD_FILE", message, ExitCode.Usage, hint);
}
