using System.Numerics;
using System.Runtime.CompilerServices;
using Drover.Jinja.Expressions;
using Drover.Jinja.Values;

namespace Drover.Jinja.Syntax;

/// <summary>Reads expressions. The ranks of operators are Jinja2's, which differ from Python's: a sign binds tighter than a power, and powers group to the left.</summary>
internal sealed partial class ExpressionParser(TokenStream tokens, NameRecorder names)
{
    private static readonly string[] s_comparisons = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>An expression, or several with commas between them, which make a tuple.</summary>
    /// <param name="mayChoose">Whether <c>a if b</c> may stand there; a loop's list ends before its <c>if</c>.</param>
    /// <param name="end">A word that ends the tuple, besides the end of the tag.</param>
    public Expression Tuple(bool mayChoose = true, string? end = null) => Tuple(mayChoose, isInParentheses: false, end);

    public Expression Expression() => Choice();

    /// <summary>One or more filters.</summary>
    /// <param name="input">What the first one is given; null in a section.</param>
    public FilterApplication Filters(Expression? input)
    {
        // In a section the first one stands without its bar.
        if (input is not null)
            tokens.ExpectOperator("|");
        var filter = Filter(input);
        while (tokens.TrySkipOperator("|"))
            filter = Filter(filter);
        return filter;
    }

    private Expression Tuple(bool mayChoose, bool isInParentheses, string? end)
    {
        var place = tokens.Place;
        var items = new List<Expression>();
        var isTuple = false;
        while (!(tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.TagEnd || tokens.Current.IsOperator(")") || end is not null && tokens.Current.IsName(end)))
        {
            items.Add(mayChoose ? Choice() : Or());
            if (!tokens.TrySkipOperator(","))
                break;
            isTuple = true;
        }
        if (isTuple || items.Count == 0 && isInParentheses)
            return new SequenceDisplay(place, items, isTuple: true);
        return items.Count == 1 ? items[0] : throw tokens.Unexpected("an expression");
    }

    private Expression Choice()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var place = tokens.Place;
        // What stands before an 'if' may turn out never to be needed, and is then not held to filters that exist.
        names.Conditions++;
        var marks = _unknown.Count;
        var value = Or();
        names.Conditions--;
        if (!tokens.Current.IsName("if") && names.Conditions == 0 && _unknown.Count > marks)
            throw _unknown[marks];
        while (tokens.TrySkipName("if"))
        {
            names.Conditions++;
            var condition = Or();
            var otherwise = tokens.TrySkipName("else") ? Choice() : null;
            names.Conditions--;
            value = new Choice(place, condition, value, otherwise);
        }
        return value;
    }

    private Expression Or()
    {
        var left = And();
        while (tokens.Current.IsName("or"))
        {
            var place = Operator();
            left = new Junction(place, isAnd: false, left, And());
        }
        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (tokens.Current.IsName("and"))
        {
            var place = Operator();
            left = new Junction(place, isAnd: true, left, Not());
        }
        return left;
    }

    private Expression Not()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!tokens.Current.IsName("not"))
            return Compared();
        var place = Operator();
        return new Negation(place, Not());
    }

    private Expression Compared()
    {
        var place = tokens.Place;
        var first = Sum();
        var rest = new List<KeyValuePair<string, Expression>>();
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Operator && s_comparisons.Contains(tokens.Current.Text))
                rest.Add(new(tokens.Take().Text, Sum()));
            else if (tokens.TrySkipName("in"))
                rest.Add(new("in", Sum()));
            else if (tokens.Current.IsName("not") && tokens.Following.IsName("in"))
            {
                tokens.Take();
                tokens.Take();
                rest.Add(new("not in", Sum()));
            }
            else
                return rest.Count == 0 ? first : new Comparison(place, first, rest);
        }
    }

    private Expression Sum()
    {
        var left = Concatenated();
        while (tokens.Current.IsOperator("+") || tokens.Current.IsOperator("-"))
        {
            var @operator = tokens.Current.Text;
            var place = Operator();
            left = new Calculation(place, @operator, left, Concatenated());
        }
        return left;
    }

    private Expression Concatenated()
    {
        var place = tokens.Place;
        var parts = new List<Expression> { Product() };
        while (tokens.TrySkipOperator("~"))
            parts.Add(Product());
        return parts.Count == 1 ? parts[0] : new Concatenation(place, parts);
    }

    private Expression Product()
    {
        var left = Power();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            var @operator = tokens.Current.Text;
            var place = Operator();
            left = new Calculation(place, @operator, left, Power());
        }
        return left;
    }

    private Expression Power()
    {
        var left = Unary(mayFilter: true);
        while (tokens.Current.IsOperator("**"))
        {
            var place = Operator();
            left = new Calculation(place, "**", left, Unary(mayFilter: true));
        }
        return left;
    }

    private Expression Unary(bool mayFilter)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Expression value;
        if (tokens.Current.IsOperator("-") || tokens.Current.IsOperator("+"))
        {
            var isMinus = tokens.Current.Text == "-";
            var place = Operator();
            value = new Signed(place, isMinus, Unary(mayFilter: false));
        }
        else
        {
            value = Primary();
        }
        value = Postfix(value);
        return mayFilter ? Filtered(value) : value;
    }

    private Expression Primary()
    {
        var place = tokens.Place;
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                if (LiteralNames.Contains(token.Text))
                    return new Constant(place, token.Text is "none" or "None" ? null : token.Text is "true" or "True");
                names.Read(token.Text);
                return new Variable(place, token.Text);
            case TokenKind.Text:
                var text = "";
                while (tokens.Current.Kind == TokenKind.Text)
                    text += tokens.Take().Text;
                return new Constant(place, text);
            case TokenKind.Whole:
                return new Constant(place, Whole(place, tokens.Take().Text));
            case TokenKind.Float:
                return new Constant(place, NumberText.Float(tokens.Take().Text));
            case TokenKind.Operator when token.Text == "(":
                tokens.Take();
                var inner = Tuple(mayChoose: true, isInParentheses: true, end: null);
                tokens.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when token.Text == "[":
                return List();
            case TokenKind.Operator when token.Text == "{":
                return Dict();
            default:
                throw tokens.Unexpected("an expression");
        }
    }

    private static BigInteger Whole(Place place, string digits) =>
        NumberText.Whole(digits, 0) ?? throw place.Fault("A whole number has too many digits.");

    private SequenceDisplay List()
    {
        var place = Operator();
        var items = new List<Expression>();
        while (!tokens.Current.IsOperator("]"))
        {
            if (items.Count > 0)
                tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator("]"))
                break;
            items.Add(Expression());
        }
        tokens.ExpectOperator("]");
        return new SequenceDisplay(place, items, isTuple: false);
    }

    private DictDisplay Dict()
    {
        var place = Operator();
        var entries = new List<KeyValuePair<Expression, Expression>>();
        while (!tokens.Current.IsOperator("}"))
        {
            if (entries.Count > 0)
                tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator("}"))
                break;
            var key = Expression();
            tokens.ExpectOperator(":");
            entries.Add(new(key, Expression()));
        }
        tokens.ExpectOperator("}");
        return new DictDisplay(place, entries);
    }

    // The place of the operator that stands here, which is taken.
    private Place Operator()
    {
        var place = tokens.Place;
        tokens.Take();
        return place;
    }
}
