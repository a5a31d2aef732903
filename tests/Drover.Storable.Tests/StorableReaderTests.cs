using System.Buffers;
using Drover.Tests.Shared;

namespace Drover.Storable.Tests;

public sealed class StorableReaderTests
{
    [Fact]
    public async Task What_Perl_freezes_is_read_as_it_was_meant()
    {
        var frozen = await Perl.ReplyAsync("freeze");
        Assert.Equal("[\\'shared',\\'shared']", Read(frozen["back"]));
        Assert.Equal("[\\{inner=1},\\[\\{inner=1}],\\{inner=1}]", Read(frozen["hash"]));
        Assert.Equal("[undef,undef,\\[undef,undef,1],\\'shared',\\'shared']", Read(frozen["gaps"]));
        Assert.Equal("[0,1,-1,127,-128,128,-129,2147483647,-2147483648,'2147483648','1.5','1e+20']", Read(frozen["numbers"]));
        Assert.Equal("['length 255','length 256','length 100']", Read(frozen["long"]));
        Assert.Equal("[\\{plain='\u00e9',\u263a=1}]", Read(frozen["keys"]));
        Assert.Throws<InvalidDataException>(() => Read(frozen["code"]));
        Assert.Throws<InvalidDataException>(() => Read(frozen["cycle"]));
    }

    [Fact]
    public async Task What_is_written_is_thawed_by_Perl()
    {
        var array = new StorableArray([
            StorableUndef.Instance, new StorableBoolean(true), new StorableBoolean(false), new StorableInteger(-128), new StorableInteger(128),
            StorableText.Of("text"), StorableText.Of("gr\u263a", asCharacters: true), StorableText.Of(new string('\u263a', 90), asCharacters: true),
            new StorableReference(new StorableHash([new("k\u263a", new StorableInteger(1)), new("a", StorableText.Of(new string('x', 256)))])),
        ]);
        var body = new ArrayBufferWriter<byte>();
        StorableWriter.Write(body, array);
        var thawed = await Perl.RunAsync("thaw", Convert.ToHexStringLower(body.WrittenSpan));
        Assert.Equal(["[undef,1,,-128,128,text,gr\u263a,length 90,{a=length 256,k\u263a=1}]"], thawed);
        Assert.Equal(
            "[undef,true,false,-128,128,'text','gr\u263a','length 90',\\{a='length 256',k\u263a=1}]", Describe.Value(StorableReader.Read(body.WrittenSpan)));
    }

    [Theory]
    [InlineData("", "too early")]
    [InlineData("05", "too early")]
    [InlineData("040b0200000000", "network order")]
    [InlineData("050b0300000000", "root")]
    [InlineData("050b0200000001", "too early")]
    [InlineData("050b0200000001 0a05 6162", "too early")]
    [InlineData("050b02ffffffff", "too early")]
    [InlineData("050b027fffffff", "too early")]
    [InlineData("050b0200000001 037fffffff", "too early")]
    [InlineData("050b0200000001 01ffffffff", "too early")]
    [InlineData("050b0200000000 00", "follow")]
    [InlineData("050b0200000001 0000000000", "contains itself")]
    [InlineData("050b0200000001 0000000009", "not been sent")]
    [InlineData("050b0200000001 00ffffffff", "too early")]
    [InlineData("050b0200000001 1100", "tag 11")]
    [InlineData("050b0200000001 12", "tag 12")]
    [InlineData("050b0200000001 13", "tag 13")]
    [InlineData("050b0200000001 14", "tag 14")]
    [InlineData("050b0200000001 1a", "tag 1a")]
    [InlineData("050b0200000001 20", "tag 20")]
    [InlineData("050b0200000001 06", "tag 06")]
    [InlineData("050b0200000001 17 02 c328", "UTF-8")]
    [InlineData("050b0200000001 19 01 00000000", "flags 01")]
    [InlineData("050b0200000001 19 00 00000001 0881 10 00000001 61", "flags 10")]
    [InlineData("050b0200000001 19 00 00000001 0881 01 00000001 ff", "UTF-8")]
    [InlineData("050b0200000001 03 00000002 0881 00000001 61 0881 00000001 61", "twice")]
    public void What_is_no_such_body_is_refused_with_its_reason(string hex, string reason)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Read(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_number_of_values_are_limited()
    {
        var deep = "050b0200000001" + string.Concat(Enumerable.Repeat("04", 15)) + "0881";
        Assert.StartsWith("[", Read(deep), StringComparison.Ordinal);
        var deeper = "050b0200000001" + string.Concat(Enumerable.Repeat("04", 500_000)) + "0881";
        Assert.Contains("deep", Assert.Throws<InvalidDataException>(() => Read(deeper)).Message, StringComparison.Ordinal);
        var wide = "050b02000f4240" + string.Concat(Enumerable.Repeat("05", 1_000_000));
        Assert.Contains("values", Assert.Throws<InvalidDataException>(() => Read(wide)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("20")]
    public void Any_minor_version_is_taken(string minor) => Assert.Equal("[1]", Read($"05{minor}02000000010881"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_bodies_are_read_or_refused_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var good = Convert.FromHexString("050b020000000304030000000217056772e298ba0000000567726f75700a0131000000056c6576656c0400000000020408810900000100");
        for (var i = 0; i < 20_000; i++)
        {
            var body = good.AsSpan(0, random.Next(good.Length + 1)).ToArray();
            for (var changes = random.Next(4); changes > 0 && body.Length > 0; changes--)
                body[random.Next(body.Length)] = (byte)random.Next(random.Next(2) == 0 ? 32 : 256);
            try
            {
                StorableReader.Read(body);
            }
            catch (InvalidDataException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {seed}, round {i}, {Convert.ToHexStringLower(body)}: {other}");
            }
        }
    }

    private static string Read(string hex) => Describe.Value(StorableReader.Read(Convert.FromHexString(hex)));
}
