namespace SuperResolution.Weights.Pth;

internal sealed partial class Unpickler
{
    /// <summary>Numbers, text and bytes.</summary>
    /// <returns>Whether the instruction was one of these.</returns>
    private bool Atom(byte code)
    {
        object? value;
        switch ((char)code)
        {
            case 'N': value = null; break;
            case '\x88': value = true; break;
            case '\x89': value = false; break;
            case 'K': value = (long)input.Byte(); break;
            case 'M': value = (long)input.UInt16(); break;
            case 'J': value = (long)input.Int32(); break;
            case '\x8a': value = PickleText.Long(input, input.Byte()); break;
            case '\x8b': value = PickleText.Long(input, input.Int32()); break;
            case 'I' or 'L': value = PickleText.Integer(input.Line()); break;
            case 'F': value = PickleText.Float(input.Line()); break;
            case 'G': value = input.Double(); break;
            case 'X': value = input.Text(input.UInt32()); break;
            case '\x8c' or 'U': value = input.Text(input.Byte()); break;
            case '\x8d': value = input.Text(input.Length()); break;
            case 'T': value = input.Text(input.Int32()); break;
            case 'S': value = PickleText.Quoted(input.Line()); break;
            case 'V': value = PickleText.Unicode(input.Line()); break;
            case 'C': value = input.Bytes(input.Byte()); break;
            case 'B': value = input.Bytes(input.UInt32()); break;
            case '\x8e' or '\x96': value = input.Bytes(input.Length()); break;
            default: return false;
        }
        Push(value);
        return true;
    }

    /// <summary>Tuples, lists, dictionaries and sets.</summary>
    /// <returns>Whether the instruction was one of these.</returns>
    private bool Structure(byte code)
    {
        switch ((char)code)
        {
            case ')': Push(Array.Empty<object?>()); break;
            case '\x85': Push(new[] { Pop() }); break;
            case '\x86' when Pop() is var second: Push(new[] { Pop(), second }); break;
            case '\x87' when (Pop(), Pop()) is var (third, second): Push(new[] { Pop(), second, third }); break;
            case 't': Push(PopMark()); break;
            case ']': Push(new PickleList()); break;
            case 'l': Push(Extend(new PickleList(), PopMark())); break;
            case 'a' when Pop() is var item: Extend(Top, [item]); break;
            case 'e' when PopMark() is var items: Extend(Top, items); break;
            case '}': Push(new PickleDict()); break;
            case 'd': Push(Set(new PickleDict(), PopMark())); break;
            case 's' when (Pop(), Pop()) is var (value, key): Set(Top, [key, value]); break;
            case 'u' when PopMark() is var pairs: Set(Top, pairs); break;
            case '\x8f': Push(new PickleSet()); break;
            case '\x90' when PopMark() is var members: Union(Top, members); break;
            case '\x91': Push(Union(new PickleSet(), PopMark())); break;
            default: return false;
        }
        return true;
    }

    private static object Extend(object? target, object?[] items)
    {
        var list = target as PickleList ?? throw new InvalidDataException("its pickle appends to something that is not a list");
        foreach (var item in items) list.Add(item);
        return list;
    }

    private static object Set(object? target, object?[] pairs)
    {
        var dictionary = target as PickleDict
            ?? throw new InvalidDataException("its pickle sets items of something that is not a dictionary");
        if (pairs.Length % 2 != 0) throw new InvalidDataException("its pickle sets a key of a dictionary without a value");
        for (var i = 0; i < pairs.Length; i += 2) dictionary.Add(pairs[i], pairs[i + 1]);
        return dictionary;
    }

    private static object Union(object? target, object?[] items)
    {
        var set = target as PickleSet ?? throw new InvalidDataException("its pickle adds to something that is not a set");
        foreach (var item in items) set.Add(item);
        return set;
    }
}
