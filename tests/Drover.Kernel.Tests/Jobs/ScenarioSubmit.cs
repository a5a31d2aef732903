using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>The jobs of one submit, as a story tells them.</summary>
/// <param name="Ids">The ids that the jobs are to get.</param>
/// <param name="Jobs">The opcodes of each, as JSON.</param>
/// <param name="Token">The idempotency token, or null.</param>
/// <param name="Deaf">Those whose operation heeds no request to stop.</param>
internal sealed partial record ScenarioSubmit(IReadOnlyList<long> Ids, string[][] Jobs, string? Token, IReadOnlyList<long> Deaf)
{
    public static ScenarioSubmit Read(string text)
    {
        string? token = null;
        if (text.IndexOf(" with token ", StringComparison.Ordinal) is var at and >= 0)
            (text, token) = (text[..at], text[(at + " with token ".Length)..]);
        var (ids, jobs, deaf) = (new List<long>(), new List<string[]>(), new List<long>());
        foreach (var part in text.Split(" + "))
        {
            var job = JobForm().Match(part);
            Assert.True(job.Success, $"'{part}' is no job; write: 7 NOTE on a");
            string[] opcodes = [.. job.Groups["opcodes"].Value.Split(" then ").Where(opcode => opcode != "nothing").Select(Opcode)];
            var first = Number(job.Groups["first"]);
            var last = job.Groups["last"].Success ? Number(job.Groups["last"]) : first;
            for (var id = first; id <= last; id++)
            {
                ids.Add(id);
                jobs.Add(opcodes);
                if (job.Groups["opcodes"].Value.Contains("DEAF", StringComparison.Ordinal))
                    deaf.Add(id);
            }
        }
        return new ScenarioSubmit(ids, [.. jobs], token, deaf);
    }

    private static string Opcode(string text)
    {
        var form = OpcodeForm().Match(text);
        Assert.True(form.Success, $"'{text}' is no opcode; write: NOTE on a, b saying x priority 5 after 3 success");
        var opcode = new JsonObject { ["OP_ID"] = "OP_" + form.Groups["name"].Value };
        if (form.Groups["nodes"].Success)
            opcode["nodes"] = new JsonArray([.. form.Groups["nodes"].Value.Split(", ").Select(node => (JsonNode)node)]);
        if (form.Groups["all"].Success)
            opcode["all"] = true;
        if (form.Groups["shared"].Success)
            opcode["shared"] = true;
        if (form.Groups["text"].Success)
            opcode["text"] = form.Groups["text"].Value;
        if (form.Groups["priority"].Success)
            opcode["priority"] = Number(form.Groups["priority"]);
        if (form.Groups["limit"].Success)
            opcode["reason"] = new JsonArray(new JsonArray("user", $"rate-limit:{form.Groups["limit"].Value}", 1));
        if (form.Groups["depends"].Success)
            opcode["depends"] = new JsonArray([.. form.Groups["depends"].Value.Split(", ").Select(Dependency)]);
        return opcode.ToJsonString();
    }

    /// <summary><c>7</c> in any end, or <c>7 success or error</c>.</summary>
    private static JsonNode Dependency(string text)
    {
        var words = text.Split(' ', 2);
        var statuses = words.Length == 1 ? [] : words[1].Split(" or ").Select(status => (JsonNode)status).ToArray();
        return new JsonArray(long.Parse(words[0], CultureInfo.InvariantCulture), new JsonArray(statuses));
    }

    private static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<first>\\d+)(?: to (?<last>\\d+))? (?<opcodes>.+)$")]
    private static partial Regex JobForm();

    [GeneratedRegex("^(?<name>[A-Z_]+)(?: on (?:(?<all>everything)|(?<nodes>\\w+(?:, \\w+)*?))(?<shared> shared)?)?(?: (?:saying|in|about) (?<text>\\w+))?"
        + "(?: priority (?<priority>-?\\d+))?(?: limited to (?<limit>\\d+:\\w+))?(?: after (?<depends>.+))?$")]
    private static partial Regex OpcodeForm();
}
