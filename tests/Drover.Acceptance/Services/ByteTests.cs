using System.Text;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>A cltab that is not UTF-8.</summary>
public sealed class ByteTests : IDisposable
{
    private readonly ServiceNode _node = new(["none:n1:1:once:/bin/true"]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_command_in_Latin_1_reaches_the_program_with_the_bytes_of_the_file()
    {
        _node.WriteLatin1("l:shell:1:wait:/bin/echo caf\u00e9 > OUT", "l:plain:1:wait:/bin/echo caf\u00e9");
        _node.Bring("l", "1");
        var expected = Encoding.Latin1.GetBytes("caf\u00e9\n");
        Assert.Equal(expected, File.ReadAllBytes(_node.Sandbox.At("OUT")));
        Assert.Equal(expected, File.ReadAllBytes((string)_node.Row("process", "l/plain", "log")["log"]!));
    }

    [Fact]
    public void An_adopted_entry_in_Latin_1_is_known_again_and_not_started_anew()
    {
        _node.WriteLatin1("l:shell:1:respawn:: caf\u00e9; exec NAP 3000", "l:done:1:wait:/bin/echo caf\u00e9");
        _node.Bring("l", "1");
        _node.Until(() => _node.Naps().Count == 1, () => "no nap");
        var before = _node.Naps();
        _node.Kill9();
        _node.Start();
        _node.Bring("l", "1");
        Assert.Equal(before, _node.Naps());
        Assert.Equal("DONE", _node.State("l/done"));
        // The same words in other bytes are another command.
        _node.Write("l:shell:1:respawn:: caf\u00e9; exec NAP 3000", "l:done:1:wait:/bin/echo caf\u00e9");
        _node.Bring("l", "1");
        _node.Until(() => _node.Naps().Count == 1 && !_node.Naps().Overlaps(before), () => "not started anew");
    }
}
