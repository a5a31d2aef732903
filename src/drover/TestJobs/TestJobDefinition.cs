using System.Text.Json;
using Drover.Cli.Listing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Drover.Cli.TestJobs;

/// <summary>A test job as people write it for LAVA. The daemon reads and checks it; here it is only told from other files.</summary>
internal static class TestJobDefinition
{
    /// <summary>The opcode that runs one.</summary>
    public const string Opcode = "OP_TEST_JOB_RUN";

    /// <summary>Keys of a definition. One may be missing, which the daemon tells better; two are no accident.</summary>
    private static readonly string[] s_keys = ["job_name", "actions", "device_type", "protocols", "timeouts", "visibility"];

    /// <summary>Keys of a file of opcodes.</summary>
    private static readonly string[] s_otherKeys = ["OP_ID", "ops", "jobs"];

    /// <summary>Whether a text is one, by its outermost keys. Read as events: it may hold what no reader of documents takes, such as a key that stands there twice.</summary>
    public static bool Is(string text)
    {
        var keys = OutermostKeys(text);
        return !keys.Overlaps(s_otherKeys) && keys.Count(key => s_keys.Contains(key)) > 1;
    }

    /// <summary>The opcode of a definition, which stays as it was written.</summary>
    public static JsonElement ToOpcode(string text) => JsonLines.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("OP_ID", Opcode);
        writer.WriteString("definition", text);
        writer.WriteEndObject();
    });

    private static HashSet<string> OutermostKeys(string text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var (depth, isKey) = (0, true);
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case SequenceStart when depth == 0:
                        return keys;
                    case MappingStart or SequenceStart:
                        depth++;
                        break;
                    case MappingEnd or SequenceEnd:
                        isKey = --depth == 1 ? !isKey : isKey;
                        break;
                    case Scalar scalar when depth == 1:
                        if (isKey)
                            keys.Add(scalar.Value);
                        isKey = !isKey;
                        break;
                    case AnchorAlias when depth == 1:
                        isKey = !isKey;
                        break;
                    case DocumentEnd:
                        return keys;
                }
            }
        }
        catch (YamlException)
        {
            // What came before the mistake tells what was meant.
        }

        return keys;
    }
}
