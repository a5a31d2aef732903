using System.Text;
using Drover.Kernel.Events;
using Drover.Services.Levels;

namespace Drover.Services.Tests.Levels;

/// <summary>Keys of stored groups, also in journals of older builds.</summary>
public sealed class ServiceGroupRecordTests
{
    private static readonly EventCodec s_codec = new([ServiceGroupRecord.Kind]);

    [Theory]
    [InlineData("n1/web", "n1/web")]
    [InlineData("n1/a/b", "n1/a%2Fb")]
    [InlineData("n1/50%", "n1/50%25")]
    [InlineData("n1/a%2Fb", "n1/a%252Fb")]
    public void An_event_of_an_older_build_has_the_key_of_today(string old, string today)
    {
        var stored = s_codec.Decode("object-stored", Encoding.UTF8.GetBytes(
            """{"kind":"service-group","key":"KEY","version":1,"value":{"node":"n1","group":"x","level":"1","target":"1","state":"DONE","boot_id":"b","since":5}}""".Replace("KEY", old, StringComparison.Ordinal)));
        Assert.Equal((today, "DONE"), (((ObjectStored)stored).Key, ((ServiceGroupRecord)((ObjectStored)stored).Value).State));
        var removed = s_codec.Decode("object-removed", Encoding.UTF8.GetBytes($$"""{"kind":"service-group","key":"{{old}}"}"""));
        Assert.Equal(new ObjectRemoved("service-group", today), removed);
    }

    [Fact]
    public void A_key_of_today_stays_as_it_is()
    {
        const string Key = "n1/a%2Fb";
        var record = new ServiceGroupRecord { Node = "n1", Group = "a/b", State = "DONE", BootId = "b", Since = 5 };
        foreach (var happening in new Event[] { new ObjectStored("service-group", Key, record), new ObjectRemoved("service-group", Key) })
        {
            var (name, payload) = s_codec.Encode(happening);
            Assert.Equal(happening, s_codec.Decode(name, payload));
        }
    }
}
