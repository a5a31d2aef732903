using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>What a list and a tuple can do.</summary>
internal static class SequenceMethods
{
    private static readonly Signature s_count = new("count", 1, "value");
    private static readonly Signature s_index = new("index", 1, "value");
    private static readonly Signature s_copy = new("copy", 0);

    public static Method<SequenceValue>? Find(string name) => name switch
    {
        "count" => (_, self, arguments) => s_count.Bind(arguments) is var bound ? (BigInteger)self.Items.Count(item => Equality.Equal(item, bound[0])) : null,
        "index" => (_, self, arguments) => Index(self, arguments),
        "copy" => (_, self, arguments) => s_copy.Bind(arguments) is var _ ? self is TupleValue ? throw new TemplateFault("A tuple has no method 'copy'.") : self : null,
        _ => null,
    };

    private static BigInteger Index(SequenceValue self, Arguments arguments)
    {
        var wanted = s_index.Bind(arguments)[0];
        for (var i = 0; i < self.Items.Count; i++)
        {
            if (Equality.Equal(self.Items[i], wanted))
                return i;
        }
        throw new TemplateFault($"{Printing.Repr(wanted)} is not in the list.");
    }
}
