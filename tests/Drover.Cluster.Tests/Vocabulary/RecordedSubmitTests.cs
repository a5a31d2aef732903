using System.Text.Json;
using Drover.Cluster.Vocabulary;
using Drover.Luxi;
using Drover.Opcodes;

namespace Drover.Cluster.Tests.Vocabulary;

/// <summary>Each submit that was recorded with the real daemon ends here as it ended there.</summary>
public sealed class RecordedSubmitTests
{
    private const string RefusalStart = "Failed to parse request: ";

    private readonly OpcodeReader _reader =
        new(new VocabularyCatalog(GanetiVocabulary.Instance, GanetiVocabulary.Instance.OpIds.ToHashSet(StringComparer.Ordinal)));

    [Fact]
    public void Accepted_and_refused_submits_are_as_recorded()
    {
        var (accepted, refused) = (0, 0);
        foreach (var (request, answer) in Recorded())
        {
            using var question = JsonDocument.Parse(request);
            using var reply = JsonDocument.Parse(answer);
            var method = question.RootElement.GetProperty("method").GetString()!;
            var problem = Submit(method, question.RootElement.GetProperty("args")[0]);
            if (reply.RootElement.GetProperty("success").GetBoolean())
            {
                Assert.True(problem is null, $"{request}\n{problem?.Message}");
                accepted++;
            }
            else
            {
                Assert.True(problem is not null, request);
                Assert.Equal(reply.RootElement.GetProperty("result").GetString(), $"{RefusalStart}{method}: {OpcodeWording.LuxidText(problem)}");
                refused++;
            }
        }

        Assert.Equal((30, 14), (accepted, refused));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"reason":5}""", "Can't parse value for 'reason': Unable to read list")]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"reason":[["a",1,2]]}""", "Can't parse value for 'reason': Unable to read String")]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"reason":[["a","b"]]}""", "Can't parse value for 'reason': Unable to read Triple")]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"on_master":"x","reason":[]}""", "Can't parse value for 'on_master': Unable to read Bool")]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"a\"b":1,"A":1,"reason":[]}""", "Superfluous dictionary keys: [\"A\",\"a\\\"b\"], but only")]
    public void Refusals_that_were_not_recorded_follow_their_pattern(string opcode, string text)
    {
        using var document = JsonDocument.Parse(opcode);
        var refusal = Assert.Throws<OpcodeException>(() => _reader.Read(document.RootElement, new OpcodeReadOptions(SubmitPrioritiesOnly: true, ReasonRequired: true)));

        Assert.StartsWith(text, OpcodeWording.LuxidText(refusal), StringComparison.Ordinal);
    }

    private OpcodeException? Submit(string method, JsonElement argument)
    {
        var jobs = string.Equals(method, "SubmitManyJobs", StringComparison.Ordinal) ? argument.EnumerateArray().ToArray() : [argument];
        try
        {
            foreach (var opcode in jobs.SelectMany(j => j.EnumerateArray()))
            {
                var accepted = _reader.Read(opcode, new OpcodeReadOptions(SubmitPrioritiesOnly: true, ReasonRequired: true));
                using var head = JsonDocument.Parse(System.Text.Encoding.UTF8.GetString(accepted.Head.Span) + "}");
                foreach (var property in opcode.EnumerateObject())
                    AssertKept(property, head.RootElement);
            }
        }
        catch (OpcodeException e)
        {
            return e;
        }

        return null;
    }

    private static void AssertKept(JsonProperty given, JsonElement head)
    {
        if (given.Name is "depends" or "reason")
            return;
        Assert.True(JsonElement.DeepEquals(given.Value, head.GetProperty(given.Name)), given.Name);
    }

    private static IEnumerable<(string Request, string Answer)> Recorded()
    {
        using var stream = typeof(RecordedSubmitTests).Assembly.GetManifestResourceStream("submits.txt")!;
        using var lines = new StreamReader(stream);
        var request = "";
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
                request = line[2..];
            else if (line.StartsWith("< ", StringComparison.Ordinal))
                yield return (request, line[2..]);
        }
    }
}
