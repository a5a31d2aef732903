using System.Text;
using Drover.Services.Cltab;

namespace Drover.Services.Tests.Groups;

/// <summary>Makes small good cltabs of one group.</summary>
internal static class RandomCltab
{
    private static readonly string[] s_modes = ["once", "wait", "respawn", "respawn", "off", "test"];

    public static CltabGroup Make(Random random)
    {
        var text = new StringBuilder();
        if (random.Next(4) == 0)
            text.Append(":::group.g.fail-stops:yes\n");
        text.Append("g:anchor:1:once:a\n");
        for (var i = 0; i < 6; i++)
            if (random.Next(4) != 0)
            {
                text.Append($"g:t{i}:{Levels(random)}:{s_modes[random.Next(s_modes.Length)]}:command {random.Next(3)}\n");
                if (random.Next(5) == 0)
                    text.Append($":::service.t{i}.ready:notify\n");
                if (random.Next(5) == 0)
                    text.Append($":::service.t{i}.restart-limit:1\n");
                if (random.Next(5) == 0)
                    text.Append($":::service.t{i}.restart:on-failure\n");
                if (random.Next(5) == 0)
                    text.Append($":::service.t{i}.timeout:20s\n");
                if (random.Next(5) == 0)
                    text.Append($":::service.t{i}.stop:/bin/stop\n");
            }

        var document = CltabParser.Parse(text.ToString(), "random");
        Assert.Empty(document.Problems);
        return document.Groups[0];
    }

    private static string Levels(Random random) => string.Concat("123".Where(_ => random.Next(2) == 0));
}
