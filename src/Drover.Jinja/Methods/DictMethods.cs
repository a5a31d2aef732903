using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>What a dict can do.</summary>
internal static class DictMethods
{
    private static readonly Signature s_none = new("items", 0);
    private static readonly Signature s_get = new("get", 1, "key", "default");

    public static Method<DictValue>? Find(string name) => name switch
    {
        "get" => Get,
        "items" => (_, self, arguments) => With(arguments, DictView.Pairs(self)),
        "keys" => (_, self, arguments) => With(arguments, DictView.Keys(self)),
        "values" => (_, self, arguments) => With(arguments, DictView.Values(self)),
        "copy" => (_, self, arguments) => With(arguments, self),
        _ => null,
    };

    private static object? Get(Budget budget, DictValue self, Arguments arguments)
    {
        var bound = s_get.Bind(arguments);
        return self.TryGet(bound[0], out var value) ? value : Signature.IsGiven(bound[1]) ? bound[1] : null;
    }

    private static object With(Arguments arguments, object result)
    {
        s_none.Bind(arguments);
        return result;
    }
}
