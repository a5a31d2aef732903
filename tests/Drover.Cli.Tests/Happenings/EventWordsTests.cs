using System.Text.Json;
using Drover.Cli.Happenings;

namespace Drover.Cli.Tests.Happenings;

public sealed class EventWordsTests
{
    [Theory]
    [InlineData("job-submitted", "uid:0", """{"id":7,"ops":[{"summary":"GROUP_ADD(rack1)"}]}""", "job 7 GROUP_ADD(rack1) submitted by root")]
    [InlineData("job-submitted", "job:3", """{"id":7,"ops":[{"summary":"A"},{"summary":"B"}]}""", "job 7 A, B submitted by job 3")]
    [InlineData("job-held", "system", """{"id":7,"reason":"filter x"}""", "job 7 held: filter x")]
    [InlineData("opcode-waiting", "system", """{"id":7,"opcode":1,"wants":{"node":{"exclusive":["n1"],"shared":["n2"]},"cluster":{"all":"shared"}}}""", "job 7 op 1 waits for node/n1 exclusive, node/n2 shared, all of cluster shared")]
    [InlineData("opcode-waiting", "system", """{"id":7}""", "job 7 left the queue")]
    [InlineData("opcode-started", "system", """{"id":7,"locks":{"device":{"choose":[{"count":2,"of":["b1","b2"],"mode":"exclusive"}]}}}""", "job 7 started with 2 of device b1,b2 exclusive")]
    [InlineData("opcode-ended", "job:7", """{"id":7,"status":"success","result":null}""", "job 7 ended: success")]
    [InlineData("opcode-ended", "job:7", """{"id":7,"status":"error","result":["OpExecError",["no such node"]]}""", "job 7 ended: error: no such node")]
    [InlineData("job-cancel-requested", "user:ada", """{"id":7}""", "job 7 asked to stop by user:ada")]
    [InlineData("jobs-archived", "system", """{"ids":[1,2]}""", "2 jobs archived: 1,2")]
    [InlineData("object-stored", "job:7", """{"kind":"node","key":"k","value":{"name":"n1"}}""", "node n1 stored by job 7")]
    [InlineData("object-stored", "system", """{"kind":"service-group","key":"n1/web","value":{"group":"web","level":"1","state":"DONE"}}""", "group web DONE at level 1")]
    [InlineData("jobs-recovered", "system", """{"requeued":[1],"failed":[],"canceled":[2,3]}""", "the daemon started: 1 job back in the queue, 0 failed, 2 canceled")]
    [InlineData("something-new", "system", """{"a":1}""", "something-new {\"a\":1}")]
    [InlineData("job-submitted", "uid:4294967294", "null", "job-submitted by uid:4294967294")]
    [InlineData("job-held", "system", """{"id":7,"reason":"a\u001b[31mb\nc"}""", "job 7 held: a\\x1b[31mb\\nc")]
    public void An_event_is_a_sentence(string kind, string actor, string payload, string sentence)
    {
        using var document = JsonDocument.Parse($$"""{"seq":5,"time":[1700000000,0],"actor":"{{actor}}","kind":"{{kind}}","payload":{{payload}}}""");
        Assert.Equal(sentence, EventWords.Of(new Happening(document.RootElement)));
    }

    /// <summary>The page of events is the list that a test of the kernel holds complete.</summary>
    [Fact]
    public void Every_event_of_the_page_has_words()
    {
        var kinds = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "events.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).ToList();
        Assert.Contains("job-submitted", kinds);
        foreach (var kind in kinds)
        {
            using var document = JsonDocument.Parse($$"""{"kind":"{{kind}}","payload":{"id":7} }""");
            Assert.DoesNotContain(kind, EventWords.Of(new Happening(document.RootElement)), StringComparison.Ordinal);
        }
    }
}
