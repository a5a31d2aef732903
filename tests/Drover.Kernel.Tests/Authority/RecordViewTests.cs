using System.Text.Json.Serialization.Metadata;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Authority;

public sealed class RecordViewTests
{
    private static readonly Caller s_owner = Caller.User(1000, Role.Observer);
    private static readonly Caller s_other = Caller.User(2000, Role.Observer);

    [Fact]
    public async Task Others_see_of_a_job_what_its_row_shows_and_owners_see_input_and_result()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"secret"}""");
        await kernel.EndAsync(id);
        var (submitted, ended) = (Record(kernel, "job-submitted"), Record(kernel, "opcode-ended"));
        Assert.Equal("""{"id":1,"owner":"uid:1000","ops":[{"op_id":"OP_NOTE","input":null,"summary":"NOTE","depends":[]}]}""", Payload(kernel, s_other, submitted));
        Assert.Equal("""{"id":1,"status":"success","result":null}""", Payload(kernel, s_other, ended));
        Assert.Equal(Whole(submitted), Payload(kernel, s_owner, submitted));
        Assert.Equal(Whole(ended), Payload(kernel, s_owner, ended));
        Assert.Contains("secret", Whole(ended), StringComparison.Ordinal);

        await kernel.ExecuteAsync(new ArchiveJobs([id]));
        Assert.Equal(Whole(ended), Payload(kernel, s_owner, ended));
        Assert.DoesNotContain("secret", Payload(kernel, s_other, ended), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_is_shown_as_its_kind_declares()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.ExecuteAsync(new SetDrainFlag(true));
        var queue = Record(kernel, "object-stored");
        Assert.Equal(Whole(queue), Payload(kernel, s_other, queue));
        var stranger = queue with { Payload = """{"kind":"queue","key":"state","version":1,"value":{"drained":true,"password":"secret"}}"""u8.ToArray() };
        Assert.Equal("""{"kind":"queue","key":"state","version":1,"value":{"drained":true,"password":null}}""", Payload(kernel, s_other, stranger));
    }

    [Theory]
    [InlineData("object-stored", """{"kind":"note","key":"secret","version":1,"value":["secret"]}""")]
    [InlineData("object-removed", """{"kind":"note","key":"secret"}""")]
    [InlineData("object-stored", """{"kind":"unknown","key":"secret","version":1,"value":{}}""")]
    [InlineData("unknown", """{"id":1}""")]
    public async Task What_declares_nothing_is_for_operators(string kind, string payload)
    {
        await using var kernel = await TestKernel.StartAsync();
        var record = new JournalRecord(1, default, "uid:0", kind, System.Text.Encoding.UTF8.GetBytes(payload), HashChain.Genesis);
        Assert.Equal("null", Payload(kernel, s_owner, record));
        Assert.Equal(payload, Payload(kernel, TestKernel.Alice, record));
    }

    [Fact]
    public async Task The_table_of_events_shows_what_the_stream_shows_and_hides_the_hash()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.EndAsync(await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"secret"}"""));
        using var look = kernel.Host.Look(s_other);
        var rows = (await kernel.Host.Model.Resources.Get("event").QueryAsync(look, new(["seq", "payload", "hash"]), TestContext.Current.CancellationToken)).Rows;
        using var store = kernel.Host.ReadStore();
        Assert.Equal(store.Journal().Select(record => $"{record.Sequence} {Payload(kernel, s_other, record)} (Unavailable)"), rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public void Every_member_of_every_event_is_declared()
    {
        var events = new EventCodec([]).Declared.ToList();
        Assert.True(events.Count > 10);
        Assert.All(events, declared => Assert.Equal(
            Members(declared.Json, "", declared.Shown).Order(StringComparer.Ordinal), declared.Shown.Members.Keys.Order(StringComparer.Ordinal)));
    }

    /// <summary>Names as they are written; of a list that is declared by parts, those of its items.</summary>
    private static IEnumerable<string> Members(JsonTypeInfo type, string prefix, Disclosure shown) => type.Properties.SelectMany(property =>
    {
        var name = prefix + property.Name;
        return shown.Members.Keys.Any(key => key.StartsWith(name + ".", StringComparison.Ordinal))
            ? Members(KernelJson.Default.GetTypeInfo(property.PropertyType.GetGenericArguments()[0])!, name + ".", shown)
            : [name];
    });

    private static JournalRecord Record(TestKernel kernel, string kind)
    {
        using var store = kernel.Host.ReadStore();
        return store.Journal().First(record => record.Kind == kind);
    }

    private static string Whole(JournalRecord record) => System.Text.Encoding.UTF8.GetString(record.Payload.Span);

    private static string Payload(TestKernel kernel, Caller caller, JournalRecord record) => new RecordView(kernel.Host, caller).Payload(record).ToString();
}
