using System.Text.Json;

namespace Drover.Web.Tests.Opcodes;

public sealed class OpcodeTests
{
    [Fact]
    public async Task What_runs_is_listed_with_its_parameters()
    {
        await using var door = await TestDoor.OpenAsync();
        var (_, body) = await door.GetAsync("/v1/opcodes");
        var opcodes = body.GetProperty("opcodes").EnumerateArray().ToDictionary(o => o.GetProperty("id").GetString()!, o => o.GetProperty("parameters").GetRawText());
        Assert.Equal("""["nodes","text","deaf"]""", opcodes["OP_NOTE"]);
        Assert.Equal(opcodes.Keys.Order(StringComparer.Ordinal), opcodes.Keys);
    }

    [Fact]
    public async Task An_opcode_tells_types_defaults_and_what_a_crash_means()
    {
        await using var door = await TestDoor.OpenAsync();
        var (_, note) = await door.GetAsync("/v1/opcodes/OP_NOTE");
        Assert.Equal("""{"name":"deaf","type":"true or false","required":false,"default":false,"example":true}""", note.GetProperty("parameters")[2].GetRawText());
        Assert.Equal((true, JsonValueKind.Null, JsonValueKind.Null), (note.GetProperty("runs").GetBoolean(), note.GetProperty("recovery").ValueKind, note.GetProperty("can_be_stopped").ValueKind));
        var (_, hold) = await door.GetAsync("/v1/opcodes/OP_HOLD");
        Assert.Equal(("fail", true), (hold.GetProperty("recovery").GetString(), hold.GetProperty("can_be_stopped").GetBoolean()));
    }

    [Fact]
    public async Task One_that_there_is_not_is_404_with_the_nearest()
    {
        await using var door = await TestDoor.OpenAsync();
        var (status, body) = await door.GetAsync("/v1/opcodes/OP_NTOE");
        Assert.Equal((404, "OPCODE_UNKNOWN", "Did you mean 'OP_NOTE'?"), (status, body.GetProperty("error").GetProperty("code").GetString(), body.GetProperty("error").GetProperty("hint").GetString()));
    }
}
