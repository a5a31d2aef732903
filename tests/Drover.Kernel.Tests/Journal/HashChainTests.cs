using System.Text;
using Drover.Kernel.Journal;

namespace Drover.Kernel.Tests.Journal;

public sealed class HashChainTests
{
    private static readonly Timestamp s_time = new(1_767_323_045_000_000);

    /// <summary>Computed by another program from the description in docs/formats.</summary>
    [Fact]
    public void A_hash_is_that_of_the_described_bytes()
    {
        Assert.Equal("b04a686ad574a32fd1353f32e87846d6e76e6448efbd0afa6b665f9089d06731", Hash("{}"));
        Assert.Equal("29e0540facd9291fe6a3995322884293f8e6e72de0a67f6c938361516b397327", Hash($"\"{new string('x', 5000)}\""));
    }

    [Fact]
    public void A_linked_record_follows_the_record_that_it_was_linked_to_and_no_other()
    {
        var first = HashChain.Link(HashChain.Genesis, 1, s_time, "system", "a", "{}"u8.ToArray());
        var second = HashChain.Link(first.Hash, 2, s_time, "system", "b", "{}"u8.ToArray());
        Assert.True(HashChain.IsNext(first, HashChain.Genesis.Span));
        Assert.True(HashChain.IsNext(second, first.Hash.Span));
        Assert.False(HashChain.IsNext(second, HashChain.Genesis.Span));
    }

    [Fact]
    public void What_was_changed_after_it_was_linked_is_computed_again_and_found_out()
    {
        var record = HashChain.Link(HashChain.Genesis, 1, s_time, "system", "a", "{}"u8.ToArray());
        Assert.False(HashChain.IsNext(record with { Payload = "[]"u8.ToArray() }, HashChain.Genesis.Span));
        Assert.False(HashChain.IsNext(record with { Actor = "uid:0" }, HashChain.Genesis.Span));
        Assert.True(HashChain.IsNext(record with { Actor = "system" }, HashChain.Genesis.Span));
    }

    [Fact]
    public void A_record_that_was_not_linked_here_is_computed()
    {
        var hash = HashChain.Next(HashChain.Genesis.Span, 1, s_time, "system", "a", "{}"u8);
        Assert.True(HashChain.IsNext(new JournalRecord(1, s_time, "system", "a", "{}"u8.ToArray(), hash), HashChain.Genesis.Span));
        hash[0] ^= 1;
        Assert.False(HashChain.IsNext(new JournalRecord(1, s_time, "system", "a", "{}"u8.ToArray(), hash), HashChain.Genesis.Span));
    }

    private static string Hash(string payload) =>
        Convert.ToHexStringLower(HashChain.Next(HashChain.Genesis.Span, 1, s_time, "uid:0", "job-submitted", Encoding.UTF8.GetBytes(payload)));
}
