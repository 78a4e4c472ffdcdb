package field

import (
	"slices"
	"testing"

	"ofsted/model"
)

func TestLeadInspectors(t *testing.T) {
	for _, test := range []struct {
		s    string
		want []string
	}{
		{"Lead inspector: Lisa Summers, His Majesty’s Inspector", []string{"Lisa Summers"}},
		{"Lead inspector: Lorna Schlechte Her Majesty’s Inspector", []string{"Lorna Schlechte"}},
		{"Lead inspector: \u00a0 Marcie Taylor\n Her Majesty's Inspector", []string{"Marcie Taylor"}},
		{"Lead inspector: Linda Steele HMI", []string{"Linda Steele"}},
		{"Lead inspector: Helen Cawston HMI.", []string{"Helen Cawston"}},
		{"Lead inspector: Dominic Stevens, HMI", []string{"Dominic Stevens"}},
		{"Lead inspector: Ian Young HMI Deputy lead inspectors: Emmy Tomsett HMI, Helen Cawston Senior HMI", []string{"Ian Young"}},
		{"Lead inspectors: Rebecca Quested, His Majesty’s Inspector, and Matthew Reed, His Majesty’s Inspector", []string{"Rebecca Quested", "Matthew Reed"}},
		{"Lead inspectors: Ann Lee and Bo Kay, His Majesty’s Inspectors", []string{"Ann Lee", "Bo Kay"}},
		{"Lead inspector: Máire Atherton, Senior His Majesty’s Inspector", []string{"Máire Atherton"}},
		{"Lead inspector: Jenny-ellen Scotland, His Majesty’s Inspector", []string{"Jenny-ellen Scotland"}},
		{"Lead inspector: Paula Thomson- Jones HMI", []string{"Paula Thomson-Jones"}},
		{"Lead inspector: Fiona J Millns", []string{"Fiona J Millns"}},
		{"Lead inspector: F. J. Millns, Regulatory Inspection Manager", []string{"F. J. Millns"}},
		{"Lead inspector: Brenda McLaughlin, Ofsted Inspector", []string{"Brenda McLaughlin"}},
		{"Lead inspector: Frances O’Callaghan, HMI designate", []string{"Frances O’Callaghan"}},
		{"Lead inspector: Ludo van der Berg, Social Care Regulatory Inspector", []string{"Ludo van der Berg"}},
		{"Lead inspector: Patricia Head HMI Judgement Grade", []string{"Patricia Head"}},
		{"Lead inspector: Ann Lee, Her Majesty’ s Inspector", []string{"Ann Lee"}},
		{"Reporting inspector Gary Lamb HMI", []string{"Gary Lamb"}},
		{"The lead inspector was Nia Rees, His Majesty’s Inspector.", []string{"Nia Rees"}},
		{"Lorna Schlechte HMI Lead inspector", []string{"Lorna Schlechte"}},
		{"Siân Abernathy\nHer Majesty’s Inspector, Lead inspector", []string{"Siân Abernathy"}},
		{"Joanna Fell\nHis Majesty’s Inspector", []string{"Joanna Fell"}},
		{"Catherine Old, Ofsted HMI lead inspector", []string{"Catherine Old"}},
		{"Deputy lead inspector: Sue Myers, Her Majesty’s Inspector", nil},
		{"Team inspectors: Sue Myers HMI", nil},
		{"Lucy Harte, CQC lead inspector", nil},
		{"Lead inspector:", nil},
		{"Lead inspector: His Majesty’s Inspector", nil},
		{"The lead inspector spoke to leaders and Blackpool Council", nil},
		{"Piccadilly Gate", nil},
		{"", nil},
	} {
		if got := LeadInspectors(test.s); !slices.Equal(got, test.want) {
			t.Errorf("LeadInspectors(%q) = %q, want %q", test.s, got, test.want)
		}
	}
}

func TestInspectors(t *testing.T) {
	for _, test := range []struct {
		s    string
		want []string
	}{
		{"His Majesty’s Inspectors for this visit were Rachel Fairhurst and Rebekah Tucker.", []string{"Rachel Fairhurst", "Rebekah Tucker"}},
		{"This was the fourth visit since March 2022. His Majesty’s Inspectors for this visit were Helen Marchbank, Priya Raman and Owen Tresillian.", []string{"Helen Marchbank", "Priya Raman", "Owen Tresillian"}},
		{"The inspectors were Nadia Whitcombe and Graham Oldroyd, Her Majesty’s Inspectors.", []string{"Nadia Whitcombe", "Graham Oldroyd"}},
		{"The visit was carried out by Ann Lee, HMI, and J. Kay, HMI. They met leaders.", []string{"Ann Lee", "J. Kay"}},
		{"The visit was carried out by two of Her Majesty’s Inspectors, Ann Lee and Bo Kay.", []string{"Ann Lee", "Bo Kay"}},
		{"The visit was undertaken by Ann Lee, Her Majesty’s Inspector, and Bo Kay, Ofsted Inspector.", []string{"Ann Lee", "Bo Kay"}},
		{"Her Majesty’s Inspector for this visit was Ann Lee.", []string{"Ann Lee"}},
		{"Team inspectors: Susan Myers HMI, Ty Yousaf (Additional Inspector), Cath McEvoy/Ian Young & Dick O’Brien", []string{"Susan Myers", "Ty Yousaf", "Cath McEvoy", "Ian Young", "Dick O’Brien"}},
		{"Team inspectors (all HMI unless otherwise stated): Dominic Stevens, Karen Wareing", []string{"Dominic Stevens", "Karen Wareing"}},
		{"Deputy lead inspector: Sue Myers HMI", []string{"Sue Myers"}},
		{"Lead inspector: Sue Myers HMI", nil},
		{"It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC) and His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS).", nil},
		{"This visit was carried out in line with the ILACS framework.", nil},
		{"Inspectors were told that Blackpool Council and partners work well.", nil},
		{"", nil},
	} {
		if got := Inspectors(test.s); !slices.Equal(got, test.want) {
			t.Errorf("Inspectors(%q) = %q, want %q", test.s, got, test.want)
		}
	}
}

func TestName(t *testing.T) {
	for _, s := range []string{"Máire Atherton", "Ian Young", "Fiona J Millns", "Lee-Anne Farach", "Dr Anil Varghese", "Frances O’Callaghan", "June Smith", "Ann West"} {
		if got, ok := Name(" " + s + ","); !ok || got != s {
			t.Errorf("Name(%q) = %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "Ann", "Blackpool Council", "Piccadilly Gate", "Store Street", "Not Judged", "Milton Keynes", "Young People", "ann lee", "Ann 1", "His Majesty’s Inspector",
		"Head of Service", "Children in Care", "Ann Lee HMI", "Good Practice", "Yours sincerely", "Bickerstaffe Square", "CAMHS. Leaders"} {
		if got, ok := Name(s); ok {
			t.Errorf("Name(%q) = %q", s, got)
		}
	}
}

func TestAddressees(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  []model.Addressee
	}{
		{[]string{"Victoria Gent", "Director of Children's Services", "Children's Services Directorate", "Blackpool Council", "Number One", "Bickerstaffe Square", "Blackpool", "FY1 3AH", "Dear Ms Gent"},
			[]model.Addressee{{Name: "Victoria Gent", Role: "Director of Children's Services", Organisation: "Blackpool Council"}}},
		{[]string{"Beatrice Lindqvist", "Corporate Director of Children’s Services", "and Education", "London Borough of Kestrel", "Civic Centre", "KE5 2LB"},
			[]model.Addressee{{Name: "Beatrice Lindqvist", Role: "Corporate Director of Children’s Services and Education", Organisation: "London Borough of Kestrel"}}},
		{[]string{"Callum Fairweather", "Executive Director of Children and Families", "Upland County Council", "County Hall", "Upper Tarn UP1 3CC", "Dear Mr Fairweather"},
			[]model.Addressee{{Name: "Callum Fairweather", Role: "Executive Director of Children and Families", Organisation: "Upland County Council"}}},
		{[]string{"Ann Lee", "Director of Children’s Services, Saltmere Council", "SM4 7QT"},
			[]model.Addressee{{Name: "Ann Lee", Role: "Director of Children’s Services", Organisation: "Saltmere Council"}}},
		{[]string{"To:", "Ruth Penhallow, Director of Children’s Services, Harrowdale Borough Council", "Dr Anil Varghese, Chief Executive, North Dales Integrated Care Board",
			"Fiona Garrick, Chief Constable, Dales Constabulary", "Lewis Ormerod, Police and Crime Commissioner for the Dales",
			"Marion Eddowes, Independent Scrutineer, Harrowdale Safeguarding Children Partnership", "Dear Harrowdale local safeguarding partnership", "Zoe Fearon, Director, X Council"},
			[]model.Addressee{
				{Name: "Ruth Penhallow", Role: "Director of Children’s Services", Organisation: "Harrowdale Borough Council"},
				{Name: "Dr Anil Varghese", Role: "Chief Executive", Organisation: "North Dales Integrated Care Board"},
				{Name: "Fiona Garrick", Role: "Chief Constable", Organisation: "Dales Constabulary"},
				{Name: "Lewis Ormerod", Role: "Police and Crime Commissioner for the Dales"},
				{Name: "Marion Eddowes", Role: "Independent Scrutineer", Organisation: "Harrowdale Safeguarding Children Partnership"},
			}},
		{[]string{"Ann Lee, Director of Children’s Services, Education and Skills, Upland County Council"},
			[]model.Addressee{{Name: "Ann Lee", Role: "Director of Children’s Services, Education and Skills", Organisation: "Upland County Council"}}},
		{[]string{"Dr Mark Ives, Chief Officer, Calderwick Clinical Commissioning Group", "Una Bell, Chief Fire Officer, Dales Fire and Rescue Service"},
			[]model.Addressee{
				{Name: "Dr Mark Ives", Role: "Chief Officer", Organisation: "Calderwick Clinical Commissioning Group"},
				{Name: "Una Bell", Role: "Chief Fire Officer", Organisation: "Dales Fire and Rescue Service"},
			}},
		{[]string{"Ofsted", "Piccadilly Gate", "Store Street", "Manchester", "M1 2WD", "4 June 2024"}, nil},
		{nil, nil},
	} {
		if got := Addressees(test.lines); !slices.Equal(got, test.want) {
			t.Errorf("Addressees(%q) = %+v, want %+v", test.lines, got, test.want)
		}
	}
}
